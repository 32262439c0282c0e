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
  /** Each is one row, of the shape `[1, length]`. */
  readonly inputs: readonly ThreadInput[];
  /** What is wanted of the outputs. */
  readonly outputs: readonly ThreadOutput[];
}

export interface ThreadInput {
  readonly name: string;
  readonly data: Int32Array | BigInt64Array;
}

/** The values `[from, to)` of an output. */
export interface ThreadOutput {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** What its shape must be, sizes of 1 left out of account. @default any */
  readonly shape?: readonly number[];
}

/** Names and types of what a model takes and gives. */
export interface ModelSignature {
  readonly inputs: readonly ValueType[];
  readonly outputs: readonly ValueType[];
}

export interface ValueType {
  readonly name: string;
  /** As the runtime calls it, such as `int64`. */
  readonly type: string;
}

export type ThreadReply =
  | { readonly type: 'ready'; readonly signature: ModelSignature }
  | { readonly type: 'done'; readonly id: number; readonly outputs: readonly Float32Array[] }
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

  const shapeText = (sizes: readonly number[]): string => sizes.filter((size) => size !== 1).join(' × ');

  const run = async ({ id, inputs, outputs: wanted }: ThreadRequest): Promise<void> => {
    if (!enter()) return;
    try {
      const session = await loading;
      const feeds = inputs.map(({ name, data }) => {
        const type = data instanceof Int32Array ? 'int32' : 'int64';
        return [name, new Tensor(type, data, [1, data.length])] as const;
      });
      const results = await session.run(Object.fromEntries(feeds));
      const outputs = wanted.map(({ name, from, to, shape }) => {
        const { data, dims = [] } = results[name] ?? {};
        if (shape !== undefined && shapeText(dims) !== shapeText(shape))
          throw new Error(`its output ${name} has the shape ${shapeText(dims)}, not ${shapeText(shape)}`);
        if (!(data instanceof Float32Array) || data.length < to) throw new Error(`no such output: ${name}`);
        return data.slice(from, to);
      });
      send({ type: 'done', id, outputs }, ...outputs);
    } catch (error) {
      send({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) });
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
  const typesOf = (
    values: import('onnxruntime-node').InferenceSession['inputMetadata'],
  ): readonly ValueType[] =>
    values.map((value) => ({ name: value.name, type: value.isTensor ? value.type : 'no tensor' }));

  // Whoever started the thread has entered it for the time of loading.
  loading.finally(leave).then(({ inputMetadata, outputMetadata }) => {
    const signature = { inputs: typesOf(inputMetadata), outputs: typesOf(outputMetadata) };
    send({ type: 'ready', signature });
  });
}
