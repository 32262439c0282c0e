import type { WordFrequencies } from '../../models/lexicon/frequencies.ts';
import { WordReader } from '../../models/lexicon/words.ts';

const FIRST_CAPACITY = 1024;

/** What is known of each word of a passage. Only the first `count` elements of each array count. */
export class PassageWords {
  count = 0;
  starts = new Uint32Array(FIRST_CAPACITY);
  /** Characters (code points). */
  lengths = new Uint32Array(FIRST_CAPACITY);
  idf = new Float32Array(FIRST_CAPACITY);
  /** Two or more characters, all of them capitals. */
  upper = new Uint8Array(FIRST_CAPACITY);
  digit = new Uint8Array(FIRST_CAPACITY);
  /** Begins with a capital, and is not the first word of a sentence. */
  midCapital = new Uint8Array(FIRST_CAPACITY);
  /** Has either of the two. */
  marked = new Uint8Array(FIRST_CAPACITY);
  readonly #reader = new WordReader();

  read(text: string, frequencies: WordFrequencies): this {
    const word = this.#reader;
    let count = 0;
    let end = 0;
    for (let at = 0; word.next(text, at, text.length); at = word.end) {
      if (count === this.starts.length) this.#grow();
      this.starts[count] = word.start;
      this.lengths[count] = word.length;
      this.idf[count] = frequencies.idf(word.hash);
      this.upper[count] = word.allCaps ? 1 : 0;
      this.digit[count] = word.digit ? 1 : 0;
      const isInside = word.capital && count > 0 && !endsSentence(text, end, word.start);
      this.midCapital[count] = isInside ? 1 : 0;
      this.marked[count] = isInside || word.digit ? 1 : 0;
      end = word.end;
      count += 1;
    }
    this.count = count;
    return this;
  }

  #grow(): void {
    const capacity = this.starts.length * 2;
    this.starts = grown(new Uint32Array(capacity), this.starts);
    this.lengths = grown(new Uint32Array(capacity), this.lengths);
    this.idf = grown(new Float32Array(capacity), this.idf);
    this.upper = grown(new Uint8Array(capacity), this.upper);
    this.digit = grown(new Uint8Array(capacity), this.digit);
    this.midCapital = grown(new Uint8Array(capacity), this.midCapital);
    this.marked = grown(new Uint8Array(capacity), this.marked);
  }
}

function grown<T extends Uint8Array | Uint32Array | Float32Array>(larger: T, from: T): T {
  larger.set(from);
  return larger;
}

/** Whether a full stop, an exclamation or question mark, or a line break stands between two words. */
function endsSentence(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 46 || code === 33 || code === 63 || code === 10) return true;
  }
  return false;
}
