import type { BackgroundFrequencies } from './background.ts';
import { WordFrequencies } from './frequencies.ts';

/** Lends tables and takes them back, since to make one costs more than to compress a short text. */
export class FrequencyTables {
  readonly #background: BackgroundFrequencies;
  readonly #free: WordFrequencies[] = [];

  constructor(background: BackgroundFrequencies) {
    this.#background = background;
  }

  /** A table in which nothing is counted yet. */
  take(): WordFrequencies {
    const table = this.#free.pop() ?? new WordFrequencies(this.#background);
    table.clear();
    return table;
  }

  giveBack(table: WordFrequencies): void {
    this.#free.push(table);
  }
}
