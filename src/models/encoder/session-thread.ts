/** What a thread is started with. */
export interface ThreadData {
  /** Path of onnxruntime-node's entry. */
  readonly runtime: string;
  /** Path of the ONNX file. */
  readonly model: string;
  /** Shared: `[0]` counts the calls into the runtime that are under way, `[1]` is 1 when no more may start. */
  readonly activity: Int32Array;
}

/** One window, ready for the model. */
export interface ThreadRequest {
  readonly id: number;
  /** The whole window, special tokens and all. */
  readonly ids: Int32Array;
  readonly types: Int32Array;
  /** Where the passage starts in the window, and how many pieces it has. */
  readonly from: number;
  readonly count: number;
}

export type ThreadReply =
  | { readonly type: 'ready' }
  | { readonly type: 'done'; readonly id: number; readonly tokens: Float32Array; readonly relevance: number }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };

/**
 * The program of a thread that runs one session: onnxruntime-node computes on the thread that calls it.
 *
 * Its source text is the thread's program, so that it starts the same from TypeScript and from the built package:
 * it must use nothing from outside its own body.
 */
export function sessionThread(): void {
  const { parentPort, workerData } = require('node:worker_threads') as typeof import('node:worker_threads');
  const { runtime, model, activity } = workerData as ThreadData;
  const { InferenceSession, Tensor } = require(runtime) as typeof import('onnxruntime-node');
  const port = parentPort as import('node:worker_threads').MessagePort;
  const send = (reply: ThreadReply, ...memory: readonly Float32Array[]): void =>
    port.postMessage(
      reply,
      memory.map((array) => array.buffer as ArrayBuffer),
    );

  // The runtime crashes the process if its thread is torn down inside it: the process must be able to wait.
  const enter = (): boolean => {
    Atomics.add(activity, 0, 1);
    const allowed = Atomics.load(activity, 1) === 0;
    if (!allowed) leave();
    return allowed;
  };
  const leave = (): void => {
    Atomics.sub(activity, 0, 1);
    Atomics.notify(activity, 0);
  };

  const loading = InferenceSession.create(model, {
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    // Errors come back as replies; nothing is printed.
    logSeverityLevel: 4,
    extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
  });

  const run = async ({ id, ids, types, from, count }: ThreadRequest): Promise<void> => {
    if (!enter()) return;
    try {
      const session = await loading;
      const shape = [1, ids.length];
      const { tokens: logits, relevance: score } = await session.run({
        ids: new Tensor('int32', ids, shape),
        types: new Tensor('int32', types, shape),
      });
      if (logits === undefined || score === undefined) throw new Error('it lacks an output');
      const tokens = (logits.data as Float32Array).slice(from * 4, (from + count) * 4);
      const relevance = (score.data as Float32Array)[0] as number;
      send({ type: 'done', id, tokens, relevance }, tokens);
    } catch (error) {
      send({ type: 'failed', id, message: String(error) });
    } finally {
      leave();
    }
  };

  const finish = async (): Promise<void> => {
    port.close();
    if (!enter()) return;
    await (await loading).release();
    leave();
  };

  port.on('message', (message: ThreadRequest | 'close') => {
    if (message === 'close') void finish();
    else void run(message);
  });
  // Whoever started the thread has entered it for the time of loading.
  loading.finally(leave).then(() => send({ type: 'ready' }));
}
