import { Worker } from 'node:worker_threads';
import { abortedError } from '../../../pipeline/abort.ts';
import { type PdfReply, type PdfRequest, type PdfThreadData, pdfThread } from './pdf-thread.ts';

/** A failure that the library reports, by the name that it has there. */
export class PdfFailure extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** The library on a thread of its own, which reads one file at a time and is started when it is first needed. */
export class PdfReader implements AsyncDisposable {
  #worker: Worker | undefined;

  /** Opens a file, whose bytes are gone then; returns how many pages it has. */
  async open(library: string, bytes: Uint8Array<ArrayBuffer>, signal?: AbortSignal): Promise<number> {
    const reply = await this.#ask(library, { type: 'open', bytes }, signal, [bytes.buffer]);
    return reply.type === 'opened' ? reply.pages : 0;
  }

  /** The text of a page, from 1 on. */
  async page(library: string, page: number, signal?: AbortSignal) {
    const reply = await this.#ask(library, { type: 'page', page }, signal);
    return reply.type === 'page' ? reply.items : [];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  /** @throws PdfFailure if the library fails, or its thread dies of the file. */
  #ask(
    library: string,
    request: PdfRequest,
    signal?: AbortSignal,
    memory: readonly ArrayBuffer[] = [],
  ): Promise<PdfReply> {
    this.#worker ??= startThread({ library });
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      const onMessage = (reply: PdfReply) => {
        settle();
        if (reply.type === 'failed') reject(new PdfFailure(reply.name, reply.message));
        else resolve(reply);
      };
      const onError = (error: Error) => {
        settle();
        this.#worker = undefined;
        reject(new PdfFailure(error.name, error.message));
      };
      const onAbort = () => {
        settle();
        void this[Symbol.asyncDispose]();
        reject(signal === undefined ? undefined : abortedError(signal));
      };
      const settle = () => {
        worker.off('message', onMessage).off('error', onError);
        signal?.removeEventListener('abort', onAbort);
      };
      worker.once('message', onMessage).once('error', onError);
      if (signal?.aborted === true) return onAbort();
      signal?.addEventListener('abort', onAbort, { once: true });
      worker.postMessage(request, memory);
    });
  }
}

function startThread(workerData: PdfThreadData): Worker {
  return new Worker(`(${pdfThread})()`, {
    eval: true,
    // Its source is no module, whatever flags this process was started with.
    execArgv: ['--input-type=commonjs'],
    // What the library prints is nothing that a user could act on.
    stdout: true,
    stderr: true,
    workerData,
  });
}
