import { beforeExit } from './before-exit.ts';
import { disableTelemetry } from './no-telemetry.ts';
import type { ModelSignature } from './session-thread.ts';
import { closedError, type Job, Thread } from './thread.ts';

/**
 * Sessions of one model, each on a thread of its own, which take jobs in order. A session costs time and memory: after
 * the first, one is opened only where a job finds all the others at work.
 */
export class SessionPool {
  readonly #model: string;
  readonly #limit: number;
  /** Those that are still loading included. */
  readonly #threads: Thread[] = [];
  readonly #loaded = new Set<Thread>();
  readonly #waiting: Job[] = [];
  readonly #forget: () => void;
  #closed = false;
  #signature: ModelSignature = { inputs: [], outputs: [] };

  private constructor(model: string, limit: number) {
    this.#model = model;
    this.#limit = limit;
    this.#forget = beforeExit(() => {
      for (const thread of this.#threads) thread.halt();
    });
  }

  /**
   * @param options.threads - how many may work at once
   * @param options.lazy - loads nothing before the first job; what cannot be loaded then says so to the jobs.
   * @throws PithError `model` if the model cannot be loaded.
   */
  static async open(
    model: string,
    { threads = 1, lazy = false }: { readonly threads?: number; readonly lazy?: boolean },
  ): Promise<SessionPool> {
    disableTelemetry();
    const pool = new SessionPool(model, threads);
    if (lazy) return pool;
    try {
      pool.#signature = await pool.#openThread();
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

  /**
   * A thread without work takes a job first. Each holds a second one, so that it never waits for us; but not before more
   * threads are on their way.
   */
  #dispatch(): void {
    this.#hand(1);
    this.#grow();
    this.#hand(2);
  }

  /** Gives jobs to the threads that hold fewer than `depth`. */
  #hand(depth: number): void {
    for (const thread of this.#loaded) {
      while (thread.load < depth) {
        const job = this.#waiting.shift();
        if (job === undefined) return;
        if (job.signal?.aborted) job.reject(job.signal.reason);
        else thread.start(job);
      }
    }
  }

  /** One thread more for each job that waits, while they last. */
  #grow(): void {
    const loading = this.#threads.length - this.#loaded.size;
    const lacking = Math.min(this.#waiting.length - loading, this.#limit - this.#threads.length);
    for (let i = 0; i < lacking; i++) {
      // One that cannot be loaded says so to the jobs that it is given.
      this.#openThread().catch(() => {});
    }
  }

  async #openThread(): Promise<ModelSignature> {
    const thread = new Thread(this.#model, () => this.#dispatch());
    this.#threads.push(thread);
    try {
      return await thread.ready;
    } finally {
      this.#loaded.add(thread);
      this.#dispatch();
    }
  }
}
