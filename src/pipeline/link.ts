import type { Closable, Lifecycle } from './lifecycle.ts';

/** What a link tells about its traffic, and to whom its errors belong. */
export interface LinkEnds {
  /** Path of the stage upstream. */
  readonly path: string;
  /** A request began (1) or ended (-1). */
  readonly onRequest: (change: 1 | -1) => void;
  readonly onItem: () => void;
}

/**
 * Carries items from one part of a running graph to the next: counts them, ends every wait when the run is
 * aborted, reports the first error, and closes what is upstream once, whoever asks for it.
 */
export class Link<T> implements AsyncIterableIterator<T>, Closable {
  readonly path: string;
  readonly #source: AsyncIterable<T>;
  readonly #ends: LinkEnds;
  readonly #run: Lifecycle;
  #iterator: AsyncIterator<T> | undefined;
  /** Requests that the source has yet to answer, even if nobody waits for the answer any more. */
  #unanswered = 0;
  #finished = false;
  #closing: Promise<void> | undefined;
  #abandon: (() => void) | undefined;

  constructor(source: AsyncIterable<T>, ends: LinkEnds, run: Lifecycle) {
    this.path = ends.path;
    this.#source = source;
    this.#ends = ends;
    this.#run = run;
    run.register(this);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    if (this.#finished || this.#closing !== undefined) {
      if (this.#run.error !== undefined) throw this.#run.error;
      return { done: true, value: undefined };
    }
    this.#ends.onRequest(1);
    try {
      const result = await this.#run.gate.race(this.#request());
      if (result.done) return { done: true, value: undefined };
      this.#ends.onItem();
      return { done: false, value: result.value };
    } catch (error) {
      this.#run.fail(this.path, error);
      throw error;
    } finally {
      this.#ends.onRequest(-1);
    }
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    // An error here is the run's to report: thrown from a stage's `finally`, it would hide why the stage ended.
    await this.close().catch(() => {});
    return { done: true, value: undefined };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  get stuck(): boolean {
    return this.#unanswered > 0;
  }

  abandon(): void {
    this.#abandon?.();
  }

  async #request(): Promise<IteratorResult<T, unknown>> {
    this.#unanswered++;
    try {
      this.#iterator ??= this.#source[Symbol.asyncIterator]();
      const result = await this.#iterator.next();
      this.#finished ||= result.done === true;
      return result;
    } catch (error) {
      this.#finished = true;
      throw error;
    } finally {
      this.#unanswered--;
    }
  }

  async #close(): Promise<void> {
    if (this.#finished || this.#iterator === undefined) return;
    const abandoned = new Promise<void>((resolve) => {
      this.#abandon = resolve;
    });
    await Promise.race([this.#iterator.return?.(), abandoned]);
  }
}
