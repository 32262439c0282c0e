import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BaseCard, loadBaseCard, modelFile } from '../../../src/models/encoder/model-card.ts';
import { loadSentenceEncoder, type SentenceEncoder } from '../../../src/models/encoder/sentence-encoder.ts';
import { bundledModel, SENTENCE_MODEL } from '../../../src/models/model-files.ts';

let card: BaseCard;
let encoder: SentenceEncoder;

beforeAll(async () => {
  card = await loadBaseCard(bundledModel(SENTENCE_MODEL), { verify: true });
  encoder = await loadSentenceEncoder(card, { threads: 2 });
});

afterAll(() => encoder.close());

const embed = (text: string) => encoder.embed(encoder.tokenizer.encode(text));
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

it('gives what the model says, bit by bit, whatever else is read', async () => {
  const session = await InferenceSession.create(modelFile(card, card.file), { intraOpNumThreads: 1 });
  const sentences = ['Where is the ferry?', 'It was raining.', '', '2 x 3 = 6'];
  const embedded = await Promise.all(sentences.map(embed));
  for (const [at, sentence] of sentences.entries()) {
    const { ids, types } = encoder.tokenizer.encode(sentence);
    const outputs = await session.run({
      ids: row([101, ...ids, 102]),
      types: row([0, ...types, 0]),
    });
    expect(embedded[at]).toEqual(outputs['embedding']?.data);
    expect(dot(embedded[at] as Float32Array, embedded[at] as Float32Array)).toBeCloseTo(1, 5);
  }
  await session.release();
});

it.each([
  ['Where did the boat sink?', 'The schooner foundered off Cape Wrath.', 'He buttered his toast in silence.'],
  [
    'What does the physician prescribe?',
    'Doctor Lindqvist gave her quinine.',
    'The bridge is painted green.',
  ],
])('finds what means the same without a common word: %s', async (question, near, far) => {
  const [asked, close, other] = await Promise.all([question, near, far].map(embed));
  expect(dot(asked as Float32Array, close as Float32Array)).toBeGreaterThan(
    0.15 + dot(asked as Float32Array, other as Float32Array),
  );
});

it('rejects a sentence that it cannot read, and goes on', async () => {
  const ids = new Int32Array(encoder.maxPieces + 1).fill(2000);
  await expect(encoder.embed({ ids, types: new Uint8Array(ids.length) })).rejects.toMatchObject({
    code: 'model',
  });
  await expect(embed('A sentence.')).resolves.toHaveLength(card.hidden);
});

function row(values: readonly number[]): Tensor {
  return new Tensor('int32', Int32Array.from(values), [1, values.length]);
}
