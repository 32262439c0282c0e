import type { CompressStats } from '../compress/compression.ts';
import { PassTotals } from '../compress/pass-totals.ts';
import { addedFigures } from '../stages/condense/repetition-figures.ts';
import type { ProcessUsage } from './command.ts';
import type { Settings } from './flags.ts';
import { statsFile } from './stats-file.ts';

/** Adds up the figures of compressed records for `--stats`. */
export class RecordTotals {
  readonly #settings: Settings;
  readonly #started = performance.now();
  readonly #passes = new PassTotals();
  #records = 0;
  #documents = 0;
  #inputChars = 0;
  #inputTokens = 0;
  #outputTokens = 0;
  #budget = 0;
  #readChars: number | null = null;
  #repeated: CompressStats['repeated'] = null;
  #level: CompressStats['level'] = null;
  #scorer: string | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  add({
    documents,
    inputChars,
    inputTokens,
    outputTokens,
    budget,
    readChars,
    level,
    scorer,
    repeated,
    passes,
  }: CompressStats): void {
    this.#records += 1;
    this.#documents += documents;
    this.#inputChars += inputChars;
    this.#inputTokens += inputTokens;
    this.#outputTokens += outputTokens;
    this.#budget += budget;
    if (readChars !== null) this.#readChars = (this.#readChars ?? 0) + readChars;
    this.#repeated = addedFigures(this.#repeated, repeated);
    this.#level = level;
    this.#scorer = scorer;
    for (const pass of passes) this.#passes.add(pass);
  }

  statsFile(usage: ProcessUsage): string {
    const { tokenizer = '', scorer = '' } = this.#settings;
    const [inputTokens, outputTokens] = [this.#inputTokens, this.#outputTokens];
    const figures = {
      records: this.#records,
      documents: this.#documents,
      inputChars: this.#inputChars,
      inputTokens,
      outputTokens,
      budget: this.#budget,
      readChars: this.#readChars,
      ratio: inputTokens === outputTokens ? 1 : inputTokens / outputTokens,
      level: this.#level,
      scorer: this.#scorer ?? scorer,
      tokenizer,
      repeated: this.#repeated,
      seconds: (performance.now() - this.#started) / 1000,
      passes: this.#passes.reports,
    };
    return statsFile(figures, usage);
  }
}
