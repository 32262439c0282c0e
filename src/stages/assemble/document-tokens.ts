import { firstSafeBorder, lastSafeBorder } from '../../models/tokens/safe-border.ts';
import { StreamingCounter } from '../../models/tokens/streaming-counter.ts';
import type { TokenCounter } from '../../models/tokens/token-counter.ts';

/** What stands between two documents where the first does not end its last line. */
export const DOCUMENT_SEPARATOR = '\n';

/** No more of a document is held while it has no border. */
const MAX_HELD = 1024 * 1024;

/**
 * Counts documents each by itself and all of them joined, without counting everything twice: between its first and
 * its last safe border a document costs the same in both, so only what lies around the joints is counted again.
 */
export class DocumentTokens {
  /** Tokens of the documents that have ended, each by itself. */
  sum = 0;
  readonly #counter: TokenCounter;
  readonly #isSingle: boolean;
  /** The document under way. */
  #own: StreamingCounter;
  /** Tokens of the joined text up to a border, and the text behind that. */
  #joined = 0;
  #joint: StreamingCounter;
  /** The document up to its first border, and from its last border on. */
  #head = '';
  #tail: string | undefined;
  #isEmpty = true;
  #endsLine = true;

  /** `isSingle`: there is only one document, so that there is nothing to join. */
  constructor(counter: TokenCounter, options: { readonly isSingle: boolean }) {
    this.#counter = counter;
    this.#isSingle = options.isSingle;
    this.#own = new StreamingCounter(counter);
    this.#joint = new StreamingCounter(counter);
  }

  /** Takes the next piece of the document. */
  push(text: string): void {
    if (text === '') return;
    this.#own.push(text);
    if (this.#isSingle) return;
    if (this.#isEmpty && !this.#endsLine) this.#joint.push(DOCUMENT_SEPARATOR);
    this.#isEmpty = false;
    this.#endsLine = text.endsWith('\n');
    if (this.#tail === undefined) this.#extendHead(text);
    else this.#extendTail(this.#tail, text);
  }

  /** Ends the document; returns its own tokens. */
  endDocument(): number {
    const tokens = this.#own.total();
    this.sum += tokens;
    if (this.#tail !== undefined) {
      this.#joined += tokens - this.#counter.count(this.#head) - this.#counter.count(this.#tail);
      this.#joint.push(this.#tail);
    }
    this.#own = new StreamingCounter(this.#counter);
    this.#head = '';
    this.#tail = undefined;
    this.#isEmpty = true;
    return tokens;
  }

  /**
   * Tokens of all documents joined, or of each by itself added up, whichever is more, so that a budget holds for both
   * forms of output. Call it once, after the last document has ended.
   */
  end(): number {
    return Math.max(this.sum, this.#joined + this.#joint.total());
  }

  #extendHead(text: string): void {
    const isHeld = this.#counter.splitsAtSpaces === true && this.#head.length < MAX_HELD;
    const border = isHeld ? firstSafeBorder(text) : -1;
    this.#joint.push(border < 0 ? text : text.slice(0, border));
    if (isHeld) this.#head += border < 0 ? text : text.slice(0, border);
    if (border < 0) return;
    this.#joined += this.#joint.total();
    this.#joint = new StreamingCounter(this.#counter);
    this.#extendTail('', text.slice(border));
  }

  #extendTail(tail: string, text: string): void {
    const border = lastSafeBorder(text);
    this.#tail = border > 0 ? text.slice(border) : (tail + text).slice(-MAX_HELD);
  }
}
