import pLimit from 'p-limit';
import { AbortGate, abortedError } from './abort.ts';
import { PithError } from './errors.ts';

/**
 * Maps `source` with at most `limit` calls in flight, yielding the results in input order.
 *
 * Nothing is read before the first result is asked for, and never more than `limit` items beyond the last
 * result that was taken. A failing call stops the reading; its error comes in its turn, after the results before
 * it. However the generator ends, `map`'s signal is then aborted, calls in flight are awaited, and the source
 * is closed.
 *
 * @throws {PithError} `aborted` when `signal` aborts, `usage` when `limit` is not a positive integer.
 */
export async function* mapOrdered<In, Out>(
  source: AsyncIterable<In>,
  limit: number,
  map: (item: In, signal: AbortSignal) => Out | Promise<Out>,
  signal?: AbortSignal,
): AsyncGenerator<Out, void, undefined> {
  const ahead = new ReadAhead(source, limit, map);
  const abort = (): void => ahead.stop(signal === undefined ? undefined : abortedError(signal));
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    yield* ahead;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/** Made once: the stack of an error takes a while. */
const UNREAD = new PithError('aborted', 'The results are no longer read.');

/** The results that are under way, oldest first, and the one pull that may be. */
class ReadAhead<In, Out> implements AsyncIterableIterator<Out> {
  readonly #limit: number;
  readonly #source: AsyncIterator<In>;
  readonly #start: (item: In) => Promise<Out>;
  readonly #results: Promise<Out>[] = [];
  readonly #stopping = new AbortController();
  readonly #gate = new AbortGate(this.#stopping.signal);
  #pull: Promise<void> | undefined;
  /** No more is to be read. */
  #closed = false;
  /** The source has ended by itself, so it needs no closing. */
  #exhausted = false;

  constructor(
    source: AsyncIterable<In>,
    limit: number,
    map: (item: In, signal: AbortSignal) => Out | Promise<Out>,
  ) {
    if (!(Number.isInteger(limit) && limit > 0)) {
      throw new PithError('usage', `The concurrency must be a positive integer, not ${limit}.`);
    }
    const schedule = pLimit(limit);
    this.#limit = limit;
    this.#source = source[Symbol.asyncIterator]();
    this.#start = (item) => schedule(async () => map(item, this.#stopping.signal));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Out, undefined>> {
    try {
      return await this.#next();
    } catch (error) {
      // What goes wrong in closing must not hide the error that led to it.
      await this.#close().catch(() => {});
      throw error;
    }
  }

  async return(): Promise<IteratorResult<Out, undefined>> {
    await this.#close();
    return { done: true, value: undefined };
  }

  stop(reason: unknown = UNREAD): void {
    this.#closed = true;
    this.#stopping.abort(reason);
  }

  async #next(): Promise<IteratorResult<Out, undefined>> {
    this.#stopping.signal.throwIfAborted();
    this.#fill();
    while (this.#results.length === 0 && this.#pull !== undefined) await this.#pull;
    const head = this.#results[0];
    if (head === undefined) return { done: true, value: undefined };
    const value = await this.#gate.race(head);
    this.#results.shift();
    // Refill before the value goes downstream, so that work goes on while it is consumed.
    this.#fill();
    return { done: false, value };
  }

  async #close(): Promise<void> {
    this.stop();
    await this.#pull;
    await Promise.allSettled(this.#results);
    if (!this.#exhausted) await this.#source.return?.();
  }

  #fill(): void {
    if (this.#closed || this.#pull !== undefined || this.#results.length >= this.#limit) return;
    this.#pull = this.#pullOne().then(() => {
      this.#pull = undefined;
      this.#fill();
    });
  }

  /** Never rejects: an error of the source takes its place in the line of results. */
  async #pullOne(): Promise<void> {
    try {
      const next = await this.#gate.race(this.#source.next());
      if (next.done) this.#finish();
      else if (!this.#closed) this.#enqueue(this.#start(next.value));
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.#finish();
      this.#enqueue(Promise.reject(error));
    }
  }

  #finish(): void {
    this.#closed = true;
    this.#exhausted = true;
  }

  #enqueue(result: Promise<Out>): void {
    this.#results.push(result);
    result.catch(() => {
      this.#closed = true;
    });
  }
}
