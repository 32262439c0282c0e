import { PithError } from './errors.ts';

/** The error that an aborted signal stands for: its reason if that is ours, or else one that names it as cause. */
export function abortedError(signal: AbortSignal): PithError {
  const reason: unknown = signal.reason;
  if (PithError.isInstance(reason)) return reason;
  return new PithError('aborted', 'The run was aborted.', { cause: reason });
}

/**
 * Lets many waits end early when one signal aborts, at the price of one listener. (`Promise.race` against a
 * promise that lives as long as the run would keep a reaction for every item that ever passed.)
 */
export class AbortGate implements Disposable {
  readonly #signal: AbortSignal;
  readonly #waits = new Set<() => void>();
  readonly #wakeAll = (): void => {
    for (const wake of this.#waits) wake();
    this.#waits.clear();
  };

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', this.#wakeAll, { once: true });
  }

  /** Settles as `work` does, or rejects with {@link abortedError} as soon as the signal aborts. */
  race<T>(work: PromiseLike<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const wake = (): void => reject(abortedError(this.#signal));
      if (this.#signal.aborted) wake();
      else this.#waits.add(wake);
      const settle = (): boolean => this.#waits.delete(wake);
      work.then(
        (value) => {
          settle();
          resolve(value);
        },
        (error: unknown) => {
          settle();
          reject(error);
        },
      );
    });
  }

  [Symbol.dispose](): void {
    this.#signal.removeEventListener('abort', this.#wakeAll);
  }
}

/**
 * A signal that aborts as soon as one of some others does. (`AbortSignal.any` may be forgotten by Node 20 before it aborts, where
 * nothing but the HTTP client listens to it.)
 */
export class FirstAbort implements Disposable {
  readonly #controller = new AbortController();
  readonly #signals: readonly AbortSignal[];
  readonly #abort = (event: Event): void => this.#follow(event.target as AbortSignal);

  constructor(signals: readonly AbortSignal[]) {
    this.#signals = signals;
    for (const signal of signals) {
      if (signal.aborted) this.#follow(signal);
      signal.addEventListener('abort', this.#abort, { once: true });
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  [Symbol.dispose](): void {
    for (const signal of this.#signals) signal.removeEventListener('abort', this.#abort);
  }

  #follow(signal: AbortSignal): void {
    this.#controller.abort(signal.reason);
  }
}
