import { hardCut, lastSafeBorder } from './safe-border.ts';
import type { TokenCounter } from './token-counter.ts';

/** Text is counted in blocks of at least about this many characters. */
const blockLength = 16 * 1024;

/** No more than this is held back while there is no border. */
const maxHeld = 1024 * 1024;

/**
 * Counts a text that arrives in pieces exactly as if it were counted whole, however it is cut into pieces. It holds
 * text back until a border where cutting changes no count: a lone space between two words.
 *
 * Where there is none for 1 Mi characters (UTF-16 units), it cuts after those, so that memory stays flat; such a cut
 * may change the count by a few tokens. The same goes for counters that do not split at spaces.
 */
export class StreamingCounter {
  readonly #counter: TokenCounter;
  #parts: string[] = [];
  #held = 0;
  /** How much must be held before it is worth looking for a border (again). */
  #due = blockLength;
  #tokens = 0;

  constructor(counter: TokenCounter) {
    this.#counter = counter;
  }

  /** Takes the next piece of the text, of any length. */
  push(text: string): void {
    this.#parts.push(text);
    this.#held += text.length;
    if (this.#held >= this.#due) this.#hold(this.#countBlocks(this.#parts.join('')));
  }

  /** The tokens of all that was pushed. What is pushed later counts as a text of its own. */
  total(): number {
    this.#count(this.#countBlocks(this.#parts.join('')));
    this.#hold('');
    return this.#tokens;
  }

  /** Counts up to the last border; returns the rest, which is shorter than `maxHeld + 2`. */
  #countBlocks(text: string): string {
    let from = 0;
    // Step by step, so that cuts without a border do not depend on how the text came.
    while (text.length - from >= maxHeld + 2) {
      const step = text.slice(from, from + maxHeld + 2);
      from += this.#count(step.slice(0, this.#border(step) || hardCut(step, maxHeld)));
    }
    from += this.#count(text.slice(from, from + this.#border(text.slice(from))));
    return text.slice(from);
  }

  /** The last safe border of a text after its start, or 0. */
  #border(text: string): number {
    return this.#counter.splitsAtSpaces ? Math.max(0, lastSafeBorder(text)) : 0;
  }

  #count(text: string): number {
    if (text !== '') this.#tokens += this.#counter.count(text);
    return text.length;
  }

  #hold(text: string): void {
    this.#parts = text === '' ? [] : [text];
    this.#held = text.length;
    this.#due = text.length + blockLength;
  }
}
