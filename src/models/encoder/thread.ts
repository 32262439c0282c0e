import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { PithError } from '../../pipeline/errors.ts';
import {
  type ModelSignature,
  sessionThread,
  type ThreadData,
  type ThreadReply,
  type ThreadRequest,
} from './session-thread.ts';

/** A window takes milliseconds; more than this (ms) means that the thread hangs. */
const haltTimeout = 5000;

/** A window to run, and whom to tell. */
export interface Job {
  readonly request: Omit<ThreadRequest, 'id'>;
  readonly signal: AbortSignal | undefined;
  /** Gets the outputs in the order of the request. */
  readonly resolve: (outputs: readonly Float32Array[]) => void;
  readonly reject: (reason: unknown) => void;
}

/** A session on a thread of its own. */
export class Thread {
  /** Settles when the model is loaded. */
  readonly ready: Promise<ModelSignature>;
  readonly #worker: Worker;
  readonly #jobs = new Map<number, Job>();
  readonly #exited: Promise<void>;
  readonly #activity = new Int32Array(new SharedArrayBuffer(8));
  #lastId = 0;
  #isClosing = false;
  #failure: PithError | undefined;

  constructor(model: string, onIdle: () => void) {
    const runtime = createRequire(import.meta.url).resolve('onnxruntime-node');
    const workerData: ThreadData = { runtime, model, activity: this.#activity };
    // The thread leaves the runtime for the first time when the model is loaded.
    Atomics.store(this.#activity, 0, 1);
    // Its source is no module, whatever flags this process was started with.
    const execArgv = ['--input-type=commonjs'];
    this.#worker = new Worker(`(${sessionThread})()`, { eval: true, execArgv, workerData });
    this.#exited = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
    this.ready = new Promise((resolve, reject) => {
      this.#worker.on('message', (reply: ThreadReply) => {
        if (reply.type === 'ready') {
          if (!this.#isClosing) this.#worker.unref();
          return resolve(reply.signature);
        }
        this.#settle(reply);
        onIdle();
      });
      this.#worker.once('error', (cause) => {
        this.#fail(new PithError('model', `cannot run the model ${model}: ${cause.message}`, { cause }));
        reject(this.#failure);
        onIdle();
      });
    });
  }

  /** How many windows the thread holds. */
  get load(): number {
    return this.#jobs.size;
  }

  start(job: Job): void {
    if (this.#failure !== undefined) {
      job.reject(this.#failure);
      return;
    }
    const id = ++this.#lastId;
    // Only a thread with work keeps the process alive.
    if (this.#jobs.size === 0) this.#worker.ref();
    this.#jobs.set(id, job);
    const memory = job.request.inputs.map(({ data }) => data.buffer as ArrayBuffer);
    this.#worker.postMessage({ id, ...job.request }, memory);
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    if (this.#failure === undefined) this.#worker.postMessage('close');
    this.#worker.ref();
    await this.#exited;
    this.#fail(closedError());
  }

  /** Blocks until the thread is outside the runtime, where it will not go again. For a process that ends now. */
  halt(): void {
    Atomics.store(this.#activity, 1, 1);
    let running = this.#failure === undefined ? Atomics.load(this.#activity, 0) : 0;
    while (running > 0 && Atomics.wait(this.#activity, 0, running, haltTimeout) !== 'timed-out') {
      running = Atomics.load(this.#activity, 0);
    }
  }

  #settle(reply: Exclude<ThreadReply, { type: 'ready' }>): void {
    const job = this.#jobs.get(reply.id);
    this.#jobs.delete(reply.id);
    if (this.#jobs.size === 0 && !this.#isClosing) this.#worker.unref();
    if (reply.type === 'done') job?.resolve(reply.outputs);
    else job?.reject(new PithError('model', `the model failed: ${reply.message}`));
  }

  #fail(failure: PithError): void {
    this.#failure = failure;
    for (const job of this.#jobs.values()) job.reject(failure);
    this.#jobs.clear();
  }
}

export function closedError(): PithError {
  return new PithError('aborted', 'the model was closed before it had read this window');
}
