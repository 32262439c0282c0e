import { SpanSpool } from '../../pipeline/span-spool.ts';
import type { PassageBatch } from '../batch.ts';
import { isSpace } from '../segment/characters.ts';
import { ProtectScanner } from './protect.ts';

/** A protected span and the ordinal of its document. */
export interface ProtectedSpan {
  readonly ordinal: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The spans that the user's patterns match, found while the input is surveyed and kept in source order. Where one
 * begins or ends in white space, it reaches to the words on both sides of that.
 */
export class ProtectedSpans implements AsyncDisposable {
  readonly #patterns: readonly string[];
  readonly #spool = new SpanSpool();
  /** Spans of each document, by ordinal. */
  readonly #counts: number[] = [];
  /** Ordinals of the documents whose last white space is protected. */
  readonly #tails = new Set<number>();
  #scanner: ProtectScanner;
  #length = 0;
  #endsInSpace = false;
  #lastEnd = -1;

  constructor(patterns: readonly string[]) {
    this.#patterns = patterns;
    this.#scanner = this.#newScanner();
  }

  /** Takes the next passages of the run. */
  add({ passages, ordinal, isLast }: PassageBatch): void {
    for (const { text } of passages) {
      this.#keep(ordinal, this.#scanner.push(text));
      this.#length += text.length;
      this.#endsInSpace = isSpace(text.charCodeAt(text.length - 1));
    }
    if (!isLast) return;
    this.#keep(ordinal, this.#scanner.end());
    if (this.#lastEnd === this.#length && this.#endsInSpace) this.#tails.add(ordinal);
    this.#scanner = this.#newScanner();
    this.#length = 0;
    this.#lastEnd = -1;
  }

  /** Whether the white space behind the last word of a document is protected. */
  holdsTail(ordinal: number): boolean {
    return this.#tails.has(ordinal);
  }

  #newScanner(): ProtectScanner {
    return new ProtectScanner(this.#patterns, { anchored: true });
  }

  #keep(ordinal: number, spans: ReturnType<ProtectScanner['push']>): void {
    for (const [start, end] of spans) {
      this.#spool.add(start, end);
      this.#spool.flush();
      this.#lastEnd = end;
      this.#counts[ordinal] = (this.#counts[ordinal] ?? 0) + 1;
    }
  }

  async *read(): AsyncGenerator<ProtectedSpan, void, undefined> {
    let ordinal = 0;
    let left = this.#counts[0] ?? 0;
    for await (const [start, end] of this.#spool.read()) {
      while (left === 0) left = this.#counts[++ordinal] ?? 0;
      left -= 1;
      yield { ordinal, start, end };
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#spool[Symbol.asyncDispose]();
  }
}
