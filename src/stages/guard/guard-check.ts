import type { Guard, GuardSet } from './guards.ts';
import { promisedSpans } from './promised-spans.ts';

/** A guarded span of which a part is kept and a part is not. */
export interface Violation {
  readonly guard: Guard;
  /** UTF-16 offset into the document. */
  readonly offset: number;
  readonly text: string;
}

/** A document as it is checked. */
export interface CheckedDocument {
  readonly text: AsyncIterable<string>;
  /** What was kept of it, in ascending order. */
  readonly kept: AsyncIterable<readonly [start: number, end: number]>;
  /** Whether each line stands for itself, as in code, logs and tables: then no guarded span goes on in the next one. */
  readonly isLines: boolean;
}

/** What is looked at in one piece, and how much around it: no guarded span is longer. */
const BLOCK = 65_536;
const MARGIN = 4096;

/** The guarded spans of a document that were cut inside, in order. */
export async function* violations(
  { text, kept, isLines }: CheckedDocument,
  guards: GuardSet,
): AsyncGenerator<Violation, void, undefined> {
  const spans = new KeptSpans(kept[Symbol.asyncIterator]());
  try {
    for await (const { start: base, text: block, from, to } of blocks(text)) {
      spans.forget(base);
      for (const { guard, start, end } of promisedSpans(block, guards, { isLines })) {
        const span = block.slice(start, end);
        const isHere = start >= from && start < to;
        if (isHere && (await spans.divide(span, base + start)))
          yield { guard, offset: base + start, text: span };
      }
    }
  } finally {
    await spans.close();
  }
}

/** A part of a document with some text around it: spans that begin from `from` to `to` are looked at. */
interface Block {
  readonly start: number;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

async function* blocks(text: AsyncIterable<string>): AsyncGenerator<Block, void, undefined> {
  let start = 0;
  let held = '';
  let from = 0;
  for await (const chunk of text) {
    held += chunk;
    while (held.length - from >= BLOCK + MARGIN) {
      const to = from + BLOCK;
      yield { start, text: held.slice(0, to + MARGIN), from, to };
      const cut = to - MARGIN;
      held = held.slice(cut);
      start += cut;
      from = MARGIN;
    }
  }
  yield { start, text: held, from, to: held.length };
}

/** Which characters of a document were kept. Asked for in ascending order, but for what is not forgotten. */
class KeptSpans {
  readonly #source: AsyncIterator<readonly [number, number]>;
  #spans: (readonly [number, number])[] = [];
  #isDone = false;

  constructor(source: AsyncIterator<readonly [number, number]>) {
    this.#source = source;
  }

  /** Whether some of the characters of a span that are not white space were kept, and others were not. */
  async divide(span: string, start: number): Promise<boolean> {
    await this.#readTo(start + span.length);
    let kept = 0;
    let all = 0;
    for (const { index } of span.matchAll(/\S/g)) {
      all += 1;
      if (this.#isKept(start + index)) kept += 1;
    }
    return kept > 0 && kept < all;
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }

  forget(before: number): void {
    const first = this.#spans.findIndex(([, end]) => end > before);
    this.#spans = first < 0 ? [] : this.#spans.slice(first);
  }

  #isKept(at: number): boolean {
    let low = 0;
    let high = this.#spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#spans[middle]?.[1] ?? 0) > at) high = middle;
      else low = middle + 1;
    }
    return (this.#spans[low]?.[0] ?? Number.POSITIVE_INFINITY) <= at;
  }

  async #readTo(end: number): Promise<void> {
    while (!this.#isDone && (this.#spans.at(-1)?.[1] ?? 0) < end) {
      const next = await this.#source.next();
      if (next.done) this.#isDone = true;
      else this.#spans.push(next.value);
    }
  }
}
