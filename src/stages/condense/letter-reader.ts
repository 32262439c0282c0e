import { LETTERS, letter } from './letters.ts';
import { FIRST_WIDE, HIGH_FACTOR, KeyWriter, LOW_FACTOR, WIDE_WEIGHT } from './text-key.ts';

const SPACE = 0x20;
/** Enough for most passages. */
const FIRST_LENGTH = 8192;

/** A {@link KeyWriter} that takes letters by the run, as fast as they can be read. */
export class LetterReader extends KeyWriter {
  /** The characters of the text: they come faster out of an array than out of a slice of a longer text. */
  #codes = new Uint16Array(FIRST_LENGTH);
  #bytes = Buffer.from(this.#codes.buffer);

  /** Begins a text. */
  open(text: string): void {
    if (this.#codes.length <= text.length) {
      this.#codes = new Uint16Array(2 * text.length);
      this.#bytes = Buffer.from(this.#codes.buffer);
    }
    this.#bytes.write(text, 'utf16le');
    // Ends the last run.
    this.#codes[text.length] = SPACE;
  }

  /** Takes the letters, digits and signs from `start` on; returns the first place that holds something else, or ends the text. */
  run(start: number): number {
    const codes = this.#codes;
    const letters = LETTERS;
    const { first } = letter;
    let at = start;
    let code = letters[codes[at] ?? 0] ?? 0;
    if (code < first) return at;
    this.begin();
    let { low, high, weight } = this;
    do {
      low = Math.imul(low ^ code, LOW_FACTOR);
      high = Math.imul(high + code, HIGH_FACTOR);
      weight += code < FIRST_WIDE ? 1 : WIDE_WEIGHT;
      at += 1;
      code = letters[codes[at] ?? 0] ?? 0;
    } while (code >= first);
    this.low = low;
    this.high = high;
    this.weight = weight;
    return at;
  }
}
