import type { Passage } from '../segment/passage.ts';
import type { ProtectedSpan } from './protected-spans.ts';

/** Goes along protected spans beside the passages of a run, which must come in source order. */
export class SpanCursor implements AsyncDisposable {
  readonly #spans: AsyncGenerator<ProtectedSpan, void, undefined>;
  #current: ProtectedSpan | undefined;
  #isStarted = false;

  constructor(spans: AsyncGenerator<ProtectedSpan, void, undefined>) {
    this.#spans = spans;
  }

  /** Whether a span touches the passage. */
  async touches(passage: Passage): Promise<boolean> {
    await this.#reach(passage);
    return this.#isWithin(passage);
  }

  /** The spans that touch the passage, but for one that lies wholly inside the rest of another. */
  async *within(passage: Passage): AsyncGenerator<ProtectedSpan, void, undefined> {
    await this.#reach(passage);
    while (this.#current !== undefined && this.#isWithin(passage)) {
      yield this.#current;
      if (this.#current.end > endOf(passage)) return;
      await this.#advance();
    }
  }

  #isWithin(passage: Passage): boolean {
    const span = this.#current;
    return span !== undefined && span.ordinal === passage.document && span.start < endOf(passage);
  }

  /** Leaves behind what ends before the passage. */
  async #reach({ document, start }: Passage): Promise<void> {
    if (!this.#isStarted) await this.#advance();
    this.#isStarted = true;
    for (let span = this.#current; span !== undefined; span = this.#current) {
      if (span.ordinal > document || (span.ordinal === document && span.end > start)) return;
      await this.#advance();
    }
  }

  async #advance(): Promise<void> {
    const next = await this.#spans.next();
    this.#current = next.done ? undefined : next.value;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#spans.return();
  }
}

function endOf({ start, text }: Passage): number {
  return start + text.length;
}
