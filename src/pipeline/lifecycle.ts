import { AbortGate, abortedError } from './abort.ts';
import { PithError } from './errors.ts';

/** Made once: the stack of an error takes a while, and runs are many. */
const OVER = new PithError('aborted', 'The run is over.');

/** Where and why a run failed. */
export interface RunFailure {
  /** Path of the stage that threw; `source` if the run's own source did. */
  readonly stage: string;
  readonly error: unknown;
}

/** A part of a run that has to be shut down with it. */
export interface Closable {
  /** The path of the stage that it closes. */
  readonly path: string;
  /** Closes the stage and what is upstream of it; the same promise each time. */
  close(): Promise<void>;
  /** Whether the stage has yet to answer a request, so that it can't have seen the closing. */
  readonly stuck: boolean;
  /** Lets `close()` resolve although the stage has not answered. */
  abandon(): void;
}

/**
 * The one fate of a run. Whatever comes first, an error in any part, an abort from outside, or the end of the
 * reading, aborts the one signal and shuts every part down; what comes after changes nothing.
 */
export class Lifecycle {
  readonly gate: AbortGate;
  readonly #controller = new AbortController();
  readonly #outside: AbortSignal | undefined;
  readonly #grace: number;
  readonly #warn: (path: string, message: string) => void;
  readonly #parts: Closable[] = [];
  readonly #abort = (): void => this.#end(abortedError(this.#outside as AbortSignal));
  #ended = false;
  #error: unknown;
  #failure: RunFailure | undefined;
  #closing: Promise<void> | undefined;

  constructor(
    outside: AbortSignal | undefined,
    grace: number,
    warn: (path: string, message: string) => void,
  ) {
    this.#outside = outside;
    this.#grace = grace;
    this.#warn = warn;
    this.gate = new AbortGate(this.signal);
    if (outside?.aborted) this.#abort();
    else outside?.addEventListener('abort', this.#abort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get failure(): RunFailure | undefined {
    return this.#failure;
  }

  register(part: Closable): void {
    this.#parts.push(part);
    if (this.#ended) part.close().catch(() => {});
  }

  fail(stage: string, error: unknown): void {
    if (this.#ended) return;
    this.#failure = { stage, error };
    this.#end(error);
  }

  /** What the run ended with; undefined while it goes on, and after an end without error. */
  get error(): unknown {
    return this.#error;
  }

  /**
   * Shuts everything down, because the run is over or no longer read, unless something else did.
   * Throws what a clean-up threw if that is the run's only error.
   */
  async finish(): Promise<void> {
    if (!this.#ended) this.#end(undefined);
    await this.#closing;
    if (this.#error === undefined && this.#failure !== undefined) throw this.#failure.error;
  }

  #end(error: unknown): void {
    this.#ended = true;
    this.#error = error;
    this.#outside?.removeEventListener('abort', this.#abort);
    this.#controller.abort(error ?? OVER);
    this.#closing = this.#closeAll();
  }

  /** Upstream first, as what is downstream may wait for it. */
  async #closeAll(): Promise<void> {
    for (const part of this.#parts) part.close().catch(() => {});
    for (const part of this.#parts) {
      try {
        await this.#closed(part);
      } catch (error) {
        this.#cleanupFailed(part.path, error);
      }
    }
  }

  async #closed(part: Closable): Promise<void> {
    // One that waits for no answer now will not do so later.
    if (!part.stuck) return await part.close();
    const timer = setTimeout(() => {
      if (!part.stuck) return;
      part.abandon();
      this.#warn(part.path, `${part.path} did not stop within ${this.#grace / 1000} s and was left behind.`);
    }, this.#grace);
    await part.close().finally(() => clearTimeout(timer));
  }

  /** An error while cleaning up is the run's error if there is no earlier one, and a warning otherwise. */
  #cleanupFailed(path: string, error: unknown): void {
    if (this.#error === undefined && this.#failure === undefined) this.#failure = { stage: path, error };
    else this.#warn(path, `${path} failed while it was shut down: ${String(error)}`);
  }
}
