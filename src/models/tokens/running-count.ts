import { hardCut, lastSafeBorder } from './safe-border.ts';
import type { TokenCounter } from './token-counter.ts';

/** No more than this is held back while there is no border, in UTF-16 units. */
const MAX_HELD = 64 * 1024;

/**
 * The exact count of a text that goes on and on, known after each of its pieces. It holds what follows the last border
 * where cutting changes no count. Where there is none for 64 Ki characters it cuts after those, which may change the count by
 * a few tokens; the same goes for counters that do not split at spaces.
 */
export class RunningCount {
  readonly #counter: TokenCounter;
  /** Tokens up to the border, and the text behind it. */
  #settled = 0;
  #tail = '';
  #total = 0;

  constructor(counter: TokenCounter) {
    this.#counter = counter;
  }

  /** Tokens of all that was pushed, as one text. */
  get total(): number {
    return this.#total;
  }

  /** What the total would be after one more piece. */
  with(text: string): number {
    return text === '' ? this.#total : this.#settled + this.#counter.count(this.#tail + text);
  }

  push(text: string): void {
    const held = this.#tail + text;
    const border = this.#counter.splitsAtSpaces === true ? Math.max(0, lastSafeBorder(held)) : 0;
    this.#settled += this.#counter.count(held.slice(0, border));
    this.#tail = held.slice(border);
    while (this.#tail.length > MAX_HELD) {
      const cut = hardCut(this.#tail, MAX_HELD);
      this.#settled += this.#counter.count(this.#tail.slice(0, cut));
      this.#tail = this.#tail.slice(cut);
    }
    this.#total = this.#settled + this.#counter.count(this.#tail);
  }
}
