import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ContextDocument } from '../../../src/models/engines/engine.ts';
import { type ReaderEncoder, type ReaderOptions, readerEngine } from '../../../src/models/engines/reader.ts';
import { WordPiece } from '../../../src/models/wordpiece/wordpiece.ts';
import { charOffset } from '../../../src/pipeline/spans.ts';

const words = [
  'where',
  'is',
  'the',
  'mill',
  'inn',
  'at',
  'by',
  'river',
  'filler',
  'text',
  ',',
  '.',
  'north',
  '##ford',
];
const places = ['ayr', 'bute', 'crail', 'north'];
const tokenizer = new WordPiece(['[UNK]', ...words, ...places.slice(0, 3)]);
const idOf = (word: string) => tokenizer.encode(word).ids[0] as number;
const strength = new Map(places.map((place, index) => [idOf(place), index + 1]));

/**
 * Takes places for answers, later ones in the list for better ones, and a window with an inn for relevant.
 * Its calls end in any order.
 */
function fakeEncoder(
  seen: { questions: Int32Array[]; closed: number } = { questions: [], closed: 0 },
): ReaderEncoder {
  return {
    card: { maxPieces: 512, fusion: { reader: { relevance: 1 } } },
    tokenizer,
    async run({ question, ids }, signal) {
      if (question !== undefined) seen.questions.push(question);
      await sleep(ids.length % 5);
      signal?.throwIfAborted();
      const tokens = new Float32Array(4 * ids.length);
      ids.forEach((id, piece) => {
        tokens.set([0, 0, strength.get(id) ?? -9, strength.get(id) ?? -9], 4 * piece);
      });
      return { tokens, relevance: ids.includes(idOf('inn')) ? 5 : -5 };
    },
    async close() {
      seen.closed++;
    },
  };
}

const question = 'Where is the mill?';

async function read(
  context: readonly ContextDocument[],
  { answers = 1, earlyExit, ...options }: ReaderOptions & { answers?: number; earlyExit?: boolean } = {},
) {
  return readerEngine(fakeEncoder(), options).answer({
    type: 'answer',
    question,
    context,
    answers,
    earlyExit,
  });
}

const filler = (count: number) => 'filler text '.repeat(count);

describe('readerEngine', () => {
  it('cuts the best span out, whole words without punctuation, with its source', async () => {
    const text = 'The mill is at Northford, by the river. ';
    const { answers, windows } = await read([{ id: 'a', text }]);
    const start = text.indexOf('Northford');
    expect(answers).toEqual([
      {
        type: 'extract',
        text: 'Northford',
        score: 3,
        confidence: expect.any(Number),
        document: 'a',
        source: [[start, start + 'Northford'.length]],
      },
    ]);
    expect(windows).toEqual({ read: 1, total: 1 });
  });

  it('cites every source span that an answer in compressed text covers', async () => {
    const spans = [
      [0, 8],
      [20, 25],
      [31, 35],
    ].map(([a, b]) => [charOffset(a as number), charOffset(b as number)] as const);
    const { answers } = await read([{ id: 'a', text: 'mill at … Northford', spans, gaps: [[8, 2]] }]);
    expect(answers).toMatchObject([
      {
        text: 'Northford',
        source: [
          [20, 25],
          [31, 35],
        ],
      },
    ]);
  });

  it('finds an answer anywhere in a long text, and the better one first', async () => {
    const text = `${filler(300)}at Bute. ${filler(400)}at Crail, ${filler(300)}`;
    const { answers, windows } = await read([{ id: 'a', text }], { answers: 2 });
    expect(answers.map((answer) => answer.text)).toEqual(['Crail', 'Bute']);
    expect(windows.total).toBeGreaterThan(10);
    for (const answer of answers) {
      if (answer.type !== 'extract') throw new Error('generated');
      expect(answer.source.map(([start, end]) => text.slice(start, end))).toEqual([answer.text]);
      expect(answer.confidence).toBeGreaterThan(0);
      expect(answer.confidence).toBeLessThanOrEqual(1);
    }
  });

  it('reads what looks best first, and no more once it is sure, if it is told to', async () => {
    const text = `${filler(300)}at Bute. ${filler(400)}Where the mill is: the inn at Northford, ${filler(300)}`;
    const whole = await read([{ id: 'a', text }]);
    const early = await read([{ id: 'a', text }], { earlyExit: true });
    expect(early.answers).toEqual(whole.answers);
    expect(early.answers).toMatchObject([{ text: 'Northford', confidence: expect.closeTo(1, 1) }]);
    expect([whole.windows.read, early.windows]).toEqual([
      whole.windows.total,
      { read: 1, total: whole.windows.total },
    ]);
    const unsure = await read([{ id: 'a', text: text.replace('inn', 'text') }], { earlyExit: true });
    expect(unsure.windows.read).toBe(unsure.windows.total);
  });

  it('weighs the relevance of the window', async () => {
    const context = [
      { id: 'a', text: 'at Crail' },
      { id: 'b', text: 'the inn at Bute' },
    ];
    const relevant = await read(context);
    expect(relevant.answers).toMatchObject([{ text: 'Bute', document: 'b', score: 9 }]);
    const spansOnly = await read(context, { relevanceWeight: 0 });
    expect(spansOnly.answers).toMatchObject([{ text: 'Crail', document: 'a', score: 6 }]);
    expect(relevant.answers[0]).toHaveProperty('confidence', expect.closeTo(0.99, 1));
  });

  it('gives each answer once, however often and in which case it stands there', async () => {
    const text = `CRAIL. ${filler(100)} crail ${filler(100)} Crail, Bute`;
    const { answers } = await read(
      [
        { id: 'a', text },
        { id: 'b', text },
      ],
      { answers: 2 },
    );
    expect(answers).toMatchObject([
      { text: 'CRAIL', document: 'a' },
      { text: 'Bute', document: 'a' },
    ]);
  });

  it('gives the same answers each time, in whatever order the windows end', async () => {
    const text = Array.from({ length: 40 }, (_, i) => `${filler(10 + i)} at ${places[i % 3]}, `).join('');
    const [first, ...others] = await Promise.all(
      [1, 2, 3].map(() => read([{ id: 'a', text }], { answers: 5 })),
    );
    for (const other of others) expect(other).toEqual(first);
  });

  it('reads the most promising windows of a context over its allowance, and says so', async () => {
    const text = `${filler(2000)} where is the mill? at Ayr ${filler(2000)}`;
    const { answers, windows } = await read([{ id: 'a', text }], { maxWindows: 3 });
    expect(answers[0]?.text).toBe('Ayr');
    expect(windows.read).toBe(3);
    expect(windows.total).toBeGreaterThan(40);
  });

  it('cuts a long question, reports progress, streams the best answer, and closes its encoder', async () => {
    const seen = { questions: [] as Int32Array[], closed: 0 };
    const engine = readerEngine(fakeEncoder(seen));
    const progress: number[][] = [];
    const streamed: string[] = [];
    const context = [{ id: 'a', text: `${filler(200)} at Ayr` }];
    await engine.answer(
      { type: 'answer', question: 'where is '.repeat(40), context },
      { onProgress: (done, total) => progress.push([done, total]), onText: (text) => streamed.push(text) },
    );
    await engine.close();
    expect(progress).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(streamed).toEqual(['Ayr']);
    expect(seen.questions.map(({ length }) => length)).toEqual([32, 32, 32]);
    expect(seen.closed).toBe(1);
  });

  it('has no answer without a context, and refuses a question without words', async () => {
    expect(await read([])).toEqual({ answers: [], windows: { read: 0, total: 0 } });
    expect((await read([{ id: 'a', text: ' \n' }])).answers).toEqual([]);
    const asked = readerEngine(fakeEncoder()).answer({ type: 'answer', question: ' ', context: [] });
    await expect(asked).rejects.toMatchObject({ code: 'usage' });
  });

  it('stops when told', async () => {
    const controller = new AbortController();
    const asked = readerEngine(fakeEncoder()).answer(
      { type: 'answer', question, context: [{ id: 'a', text: filler(20_000) }] },
      { signal: controller.signal, onProgress: () => controller.abort() },
    );
    await expect(asked).rejects.toMatchObject({ code: 'aborted' });
  });
});
