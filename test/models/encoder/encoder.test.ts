import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Encoder,
  type EncoderOutput,
  type EncoderWindow,
  loadEncoder,
} from '../../../src/models/encoder/encoder.ts';
import { loadModelCard, type ModelCard, modelFile } from '../../../src/models/encoder/model-card.ts';
import { modelForLevel } from '../../../src/models/model-files.ts';
import { mixedText } from '../wordpiece/mixed-text.ts';

let card: ModelCard;
let encoder: Encoder;

beforeAll(async () => {
  card = await loadModelCard(modelForLevel(6));
  encoder = await loadEncoder(card, { threads: 2 });
});

afterAll(() => encoder.close());

describe('run', () => {
  it('gives what the model says of the passage, bit by bit', async () => {
    const session = await InferenceSession.create(modelFile(card, card.file), {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
    });
    await fc.assert(
      fc.asyncProperty(anyWindow(), async (window) => {
        const { question, ids: passage, types } = window;
        const ids = [101, ...(question === undefined ? [] : [...question, 102])];
        const from = ids.length;
        const outputs = await session.run({
          ids: tensor([...ids, ...passage, 102]),
          types: tensor([...ids.map(() => 0), ...types, 0]),
        });
        const logits = outputs['tokens']?.data as Float32Array;
        const actual = await encoder.run(window);
        expect(actual.tokens).toEqual(logits.slice(from * 4, (from + passage.length) * 4));
        expect(actual.relevance).toBe(outputs['relevance']?.data[0]);
      }),
      { numRuns: 30 },
    );
    await session.release();
  });

  it('gives the same bytes whatever the threads, the order and the company', async () => {
    const windows = fc.sample(anyWindow(), { numRuns: 40, seed: 7 });
    const alone: EncoderOutput[] = [];
    for (const window of windows) alone.push(await encoder.run(window));
    for (const threads of [1, 3]) {
      const other = await loadEncoder(card, { threads });
      const outputs = await Promise.all(windows.toReversed().map((window) => other.run(window)));
      expect(outputs.toReversed()).toEqual(alone);
      await other.close();
    }
  });

  it('leaves the windows that it is given as they are', async () => {
    const window = fc.sample(anyWindow(), { numRuns: 1, seed: 3 })[0] as EncoderWindow;
    const copy = structuredClone(window);
    await encoder.run(window);
    expect(window).toEqual(copy);
  });

  it('keeps the caller free while the model computes', async () => {
    const start = performance.eventLoopUtilization();
    await Promise.all(Array.from({ length: 20 }, () => encoder.run(fullWindow())));
    expect(performance.eventLoopUtilization(start).utilization).toBeLessThan(0.5);
  });

  it('reads an empty passage', async () => {
    const { tokens } = await encoder.run({ ids: new Int32Array(0), types: new Uint8Array(0) });
    expect(tokens).toHaveLength(0);
  });

  it('refuses a window that is too long for the model', async () => {
    const ids = new Int32Array(card.maxPieces - 1);
    await expect(encoder.run({ ids, types: new Uint8Array(ids.length) })).rejects.toMatchObject({
      code: 'model',
      message: expect.stringContaining(`${card.maxPieces} at most`),
    });
  });

  it('reports a piece that the model does not know, and goes on', async () => {
    const wrong = { ids: Int32Array.of(999_999), types: Uint8Array.of(1) };
    await expect(encoder.run(wrong)).rejects.toMatchObject({ code: 'model' });
    await expect(encoder.run(fullWindow())).resolves.toHaveProperty('relevance');
  });
});

describe('stopping', () => {
  it('rejects windows that have not run when the signal aborts, and runs the others', async () => {
    const controller = new AbortController();
    const first = encoder.run(fullWindow(), controller.signal);
    const waiting = Array.from({ length: 10 }, () => encoder.run(fullWindow(), controller.signal));
    const other = encoder.run(fullWindow());
    const settled = Promise.allSettled(waiting);
    controller.abort(new Error('enough'));
    await expect(first).resolves.toHaveProperty('relevance');
    await expect(other).resolves.toHaveProperty('relevance');
    const reasons = (await settled).map((result) => result.status === 'rejected' && String(result.reason));
    expect(reasons.filter((reason) => reason === 'Error: enough').length).toBeGreaterThanOrEqual(7);
  });

  it('rejects every window that has not run when it closes', async () => {
    const closing = await loadEncoder(card);
    const windows = Promise.allSettled(Array.from({ length: 10 }, () => closing.run(fullWindow())));
    await closing.close();
    const rejected = (await windows).filter((result) => result.status === 'rejected');
    expect(rejected.length).toBeGreaterThanOrEqual(8);
    await expect(closing.run(fullWindow())).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('threads', () => {
  it('are opened one for each window that finds no other idle, and no more', async () => {
    let workers = 0;
    const count = () => {
      workers += 1;
    };
    process.on('worker', count);
    const lazy = await loadEncoder(card, { threads: 6 });
    for (let i = 0; i < 4; i++) await lazy.run(fullWindow());
    expect(workers).toBe(1);
    await Promise.all(Array.from({ length: 3 }, () => lazy.run(fullWindow())));
    expect(workers).toBeLessThanOrEqual(3);
    await Promise.all(Array.from({ length: 60 }, () => lazy.run(fullWindow())));
    expect(workers).toBe(6);
    await lazy.close();
    process.off('worker', count);
  });

  it('close while one is loading', async () => {
    const closing = await loadEncoder(card, { threads: 4 });
    const windows = Promise.allSettled(Array.from({ length: 4 }, () => closing.run(fullWindow())));
    await closing.close();
    await windows;
  });
});

it('reports a model file that is no model', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pith-encoder-'));
  await writeFile(join(folder, 'broken.onnx'), 'not a model');
  await writeFile(join(folder, 'vocab.txt'), '[UNK]\n[CLS]\n[SEP]\na\n');
  const broken = { ...card, path: join(folder, 'card.json'), file: 'broken.onnx', vocabulary: 'vocab.txt' };
  await expect(loadEncoder(broken, { threads: 2 })).rejects.toMatchObject({
    code: 'model',
    message: expect.stringContaining('broken.onnx'),
  });
  await rm(folder, { recursive: true });
});

function anyWindow(): fc.Arbitrary<EncoderWindow> {
  return fc
    .record({ seed: fc.nat(), length: fc.integer({ min: 1, max: 120 }), asked: fc.nat(20) })
    .map((given) => {
      const { ids, types } = encoder.tokenizer.encode(mixedText(given.seed, 2000));
      const passage = { ids: ids.slice(0, given.length), types: types.slice(0, given.length) };
      return given.asked === 0 ? passage : { ...passage, question: ids.slice(-given.asked) };
    });
}

function fullWindow(): EncoderWindow {
  const ids = new Int32Array(card.maxPieces - 2).fill(2000);
  return { ids, types: new Uint8Array(ids.length).fill(1) };
}

function tensor(values: readonly number[]): Tensor {
  return new Tensor('int32', Int32Array.from(values), [1, values.length]);
}
