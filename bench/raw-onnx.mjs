// The ceiling: raw onnxruntime sessions, each on a thread that does nothing else, over given windows.
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { modelFile } from '../dist/models/encoder/model-card.js';

// The least that can be done: no protocol, one window after another.
const rawLoop = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { InferenceSession, Tensor } = require(workerData.runtime);
  const run = (session, { ids, types }) => session.run({
    ids: new Tensor('int32', ids, [1, ids.length]),
    types: new Tensor('int32', types, [1, types.length]),
  });
  InferenceSession.create(workerData.model, {
    graphOptimizationLevel: 'all', executionMode: 'sequential', intraOpNumThreads: 1, interOpNumThreads: 1,
    extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
  }).then(async (session) => {
    await run(session, workerData.share[0]);
    parentPort.once('message', async () => {
      for (const window of workerData.share) await run(session, window);
      parentPort.postMessage('done');
    });
    parentPort.postMessage('ready');
  });
`;

/**
 * Seconds that `threads` raw sessions take for the windows; loading and a first run are not counted.
 * @param {import('../dist/models/encoder/model-card.js').ModelCard} card
 * @param {readonly { ids: Int32Array, types: Uint8Array }[]} windows passage pieces, without special tokens
 * @param {number} threads
 */
export async function rawSeconds(card, windows, threads) {
  const workers = Array.from({ length: threads }, (_, thread) => {
    const share = windows.filter((_, index) => index % threads === thread).map(layOut);
    const runtime = createRequire(import.meta.url).resolve('onnxruntime-node');
    return new Worker(rawLoop, {
      eval: true,
      workerData: { runtime, model: modelFile(card, card.file), share },
    });
  });
  const message = (worker) => new Promise((resolve) => worker.once('message', resolve));
  await Promise.all(workers.map(message));
  const start = performance.now();
  await Promise.all(
    workers.map((worker) => {
      worker.postMessage('go');
      return message(worker);
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  await Promise.all(workers.map((worker) => worker.terminate()));
  return seconds;
}

/** Tokens of the windows as the model reads them. */
export function windowTokens(windows) {
  return windows.reduce((sum, { ids }) => sum + ids.length + 2, 0);
}

function layOut({ ids, types }) {
  return { ids: Int32Array.of(101, ...ids, 102), types: Int32Array.of(0, ...types, 0) };
}
