import { beforeExit } from './before-exit.ts';
import { disableTelemetry } from './no-telemetry.ts';
import type { ModelSignature } from './session-thread.ts';
import { closedError, type Job, Thread } from './thread.ts';

/** Windows that a thread holds: one that it runs and one that waits, so that it never waits for us. */
const depth = 2;

/** Sessions of one model, each on a thread of its own, which take jobs in order. */
export class SessionPool {
  readonly #threads: Thread[] = [];
  readonly #waiting: Job[] = [];
  readonly #forget: () => void;
  #closed = false;
  #signature: ModelSignature = { inputs: [], outputs: [] };

  private constructor() {
    this.#forget = beforeExit(() => {
      for (const thread of this.#threads) thread.halt();
    });
  }

  /** @throws PithError `model` if the model cannot be loaded. */
  static async open(model: string, threads: number): Promise<SessionPool> {
    disableTelemetry();
    const pool = new SessionPool();
    try {
      for (let i = 0; i < threads; i++) pool.#threads.push(new Thread(model, () => pool.#dispatch()));
      const [signature] = await Promise.all(pool.#threads.map((thread) => thread.ready));
      if (signature !== undefined) pool.#signature = signature;
    } catch (error) {
      await pool.close();
      throw error;
    }
    return pool;
  }

  get signature(): ModelSignature {
    return this.#signature;
  }

  add(job: Job): void {
    if (this.#closed) {
      job.reject(closedError());
    } else {
      this.#waiting.push(job);
      this.#dispatch();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#waiting.splice(0)) job.reject(closedError());
    await Promise.all(this.#threads.map((thread) => thread.close()));
    this.#forget();
  }

  /** Fills the threads evenly: each gets a first window before any gets one to wait. */
  #dispatch(): void {
    for (let load = 0; load < depth; load++) {
      for (const thread of this.#threads) {
        while (thread.load <= load) {
          const job = this.#waiting.shift();
          if (job === undefined) return;
          if (job.signal?.aborted) job.reject(job.signal.reason);
          else thread.start(job);
        }
      }
    }
  }
}
