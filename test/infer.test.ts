import { describe, expect, it } from 'vitest';
import { compress, openCompressor } from '../src/compress/compressor.ts';
import { contextOf } from '../src/compress/context.ts';
import { compressRecord } from '../src/compress/record.ts';
import { infer } from '../src/infer.ts';
import { inferRecords } from '../src/infer-records.ts';
import { EngineError } from '../src/models/engines/engine-error.ts';
import { textDocument } from '../src/stages/document.ts';
import { codeWordReader, codeWordWriter } from './stages/infer/fake-engines.ts';

const engine = codeWordReader(Number.POSITIVE_INFINITY);

async function* from(records: readonly unknown[]): AsyncGenerator<unknown> {
  yield* records;
}

async function run(records: readonly unknown[], options: Partial<Parameters<typeof inferRecords>[1]> = {}) {
  const results = [];
  for await (const result of inferRecords(from(records), { engine, ...options })) results.push(result);
  return results;
}

describe('infer', () => {
  it('answers from a text, and says what and how long it read', async () => {
    const result = await infer('It is WREN-4.', { question: 'Which?', engine });
    expect(result).toEqual({
      question: 'Which?',
      engine: 'cutter',
      answers: [expect.objectContaining({ text: 'WREN-4', document: 'text', source: [[6, 12]] })],
      windows: { read: 1, total: 1 },
      seconds: expect.any(Number),
    });
  });

  it('answers from what compress returned, and cites the original', async () => {
    const noise = 'Nothing of note was written into the book that day. '.repeat(20);
    const source = `${noise}The code is WREN-4 today. ${noise}`;
    await using short = await compress([textDocument(source, { id: 'a' }), textDocument('', { id: 'b' })], {
      level: 1,
      question: 'What is the code?',
      budget: { type: 'tokens', tokens: 12 },
      gap: ' … ',
    });
    const { answers } = await infer(short, { question: 'Which?', engine });
    expect(answers).toMatchObject([{ text: 'WREN-4', document: 'a' }]);
    const [answer] = answers;
    const spans = answer?.type === 'extract' ? answer.source : [];
    expect(spans.map(([start, end]) => source.slice(start, end)).join('')).toBe('WREN-4');
    expect((await contextOf(short)).map(({ id }) => id)).toEqual(['a']);
  });

  it('asks what the text was compressed for, unless it is asked something else', async () => {
    const options = { level: 1, question: 'What is the code?' } as const;
    await using short = await compress('The code is WREN-4 today.', options);
    expect(await infer(short, { engine })).toMatchObject({ question: 'What is the code?' });
    expect(await infer(short, { engine, question: 'Which?' })).toMatchObject({ question: 'Which?' });
    await using both = await compress('The code is WREN-4 today.', {
      level: 1,
      question: ['Which?', 'Why?'],
    });
    expect(await infer(both, { engine, question: 'Why?' })).toMatchObject({ question: 'Why?' });
    await expect(infer(both, { engine })).rejects.toMatchObject({
      code: 'usage',
      message: 'the text was compressed for 2 questions',
    });
    await using unasked = await compress('The code is WREN-4 today.', { level: 1 });
    await expect(infer(unasked, { engine })).rejects.toMatchObject({
      code: 'usage',
      message: 'there is no question to answer',
    });
  });

  it.each([
    ['no options', 'text', undefined],
    ['no question', 'text', { engine }],
    ['a question that is none', 'text', { engine, question: 7 }],
    ['no engine', 'text', { question: 'Which?' }],
    ['no context', undefined, { engine, question: 'Which?' }],
    ['a number as context', 5, { engine, question: 'Which?' }],
    ['documents without text', [{ id: 'a' }], { engine, question: 'Which?' }],
    ['texts as documents', ['a'], { engine, question: 'Which?' }],
  ])('refuses %s', async (_, context, options) => {
    const asked = Reflect.apply(infer, undefined, [context, options]);
    await expect(asked).rejects.toMatchObject({ code: 'usage', hint: expect.any(String) });
  });

  it('refuses an empty question', async () => {
    await expect(infer('text', { question: ' \n', engine })).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('inferRecords', () => {
  it('adds an answer to each record and keeps its fields', async () => {
    const record = { id: 7, question: 'Which?', text: 'So WREN-4', answers: ['gold'] };
    const [result] = await run([record]);
    expect(result).toMatchObject({
      type: 'answered',
      index: 0,
      record: { ...record, answer: { text: 'WREN-4', engine: 'cutter', windows: { read: 1, total: 1 } } },
    });
    expect(result?.record).not.toHaveProperty('answer.seconds');
  });

  it('finds text, context, documents and fields of other names', async () => {
    const records = [
      { question: 'q', context: 'A-1' },
      { question: 'q', documents: [{ text: 'no' }, { title: 'Birds', text: 'B-2' }, 'C-1'] },
      { ask: 'q', body: 'D-4' },
    ];
    const results = [
      ...(await run(records.slice(0, 2))),
      ...(await run(records.slice(2), { textField: 'body', questionField: 'ask' })),
    ];
    expect(results.map(({ record }) => record)).toMatchObject([
      { answer: { text: 'A-1' } },
      { answer: { text: 'B-2', answers: [{ document: 'Birds', source: [[0, 3]] }, {}] } },
      { answer: { text: 'D-4' } },
    ]);
  });

  it('cites the source of compressed records', async () => {
    const [text, documents] = await run([
      {
        question: 'q',
        text: 'so E-5',
        pith: {
          spans: [
            [10, 13],
            [40, 43],
          ],
        },
      },
      {
        question: 'q',
        context: 'X-9',
        documents: [{ text: 'x' }, { text: 'F-6' }],
        pith: { spans: [[[0, 1]], [[70, 73]]] },
      },
    ]);
    expect(text?.record).toMatchObject({ answer: { answers: [{ source: [[40, 43]] }] } });
    expect(documents?.record).toMatchObject({ answer: { answers: [{ document: '1', source: [[70, 73]] }] } });
  });

  it('has no text where nothing was found', async () => {
    expect(await run([{ question: 'q', text: 'nothing' }])).toMatchObject([
      { record: { answer: { text: null, answers: [] } } },
    ]);
  });

  it('uses the given question for records without one', async () => {
    const results = await run([{ text: 'A-1' }, { text: 'B-1', question: 'own' }], { question: 'all' });
    expect(results.every(({ type }) => type === 'answered')).toBe(true);
  });

  it('answers each question of a list, in their order', async () => {
    const [own, given, single] = await run(
      [{ text: 'A-1', question: ['one', 'two'] }, { text: 'B-1' }, { text: 'C-1', question: 'own' }],
      { question: ['all'] },
    );
    expect(own?.record).toMatchObject({ answer: [{ text: 'A-1' }, { text: 'A-1' }] });
    expect(given?.record).toMatchObject({ answer: [{ text: 'B-1' }] });
    expect(single?.record).toMatchObject({ answer: { text: 'C-1' } });
  });

  it('reports records that cannot be answered, and goes on', async () => {
    const bad = [
      null,
      'text',
      { text: 'A-1' },
      { question: 'q' },
      { question: 'q', documents: [{ title: 'x' }] },
    ];
    const spans = { question: 'q', text: 'A-1', pith: { spans: [[0, 99]] } };
    const results = await run([...bad, spans, { question: 'q', text: 'Z-9' }]);
    expect(results.map(({ type }) => type)).toEqual([...Array(6).fill('failed'), 'answered']);
    for (const result of results.slice(0, 6)) expect(result).toMatchObject({ error: { code: 'input' } });
    expect(results[3]).toMatchObject({ error: { at: { document: 'record 4' } } });
  });

  it.each([
    [
      'backwards',
      {
        text: 'A-1 B',
        pith: {
          spans: [
            [10, 13],
            [2, 4],
          ],
        },
      },
    ],
    [
      'empty',
      {
        text: 'A-1',
        pith: {
          spans: [
            [1, 1],
            [10, 13],
          ],
        },
      },
    ],
    ['twice', { documents: ['A-1', 'B'], pith: { spans: [[[0, 3]], [[4, 3]]] } }],
    ['too short, with gaps alone', { text: 'A-1', pith: { gaps: [[1, 5]] } }],
  ])(
    'refuses spans that are %s before any engine sees them, as compressing them would',
    async (_, fields) => {
      const at = { document: 'rows.jsonl', line: 7 };
      const engine = { ...codeWordReader(100), answer: () => Promise.reject(new Error('asked')) };
      const [result] = await run([{ question: 'q', ...fields }], { engine, locate: () => at });
      expect(result).toMatchObject({ type: 'failed', error: { code: 'input', at } });
      await using compressor = await openCompressor({ level: 1 });
      await expect(compressRecord(compressor, fields, { at })).rejects.toMatchObject({ code: 'input', at });
    },
  );

  it('says where a bad record stands', async () => {
    const locate = (index: number) => ({ document: 'rows.jsonl', line: 3 * index });
    const [, bad] = await run(
      [
        { question: 'q', text: 'A-1' },
        { question: 7, text: 'A-1' },
      ],
      { locate },
    );
    expect(bad).toMatchObject({
      error: { message: expect.stringContaining('"question"'), at: { document: 'rows.jsonl', line: 3 } },
    });
  });

  it('goes on after an empty answer, but not after a refused key', async () => {
    const failing = (failure: 'empty' | 'unauthorized') => ({
      ...codeWordWriter(1000),
      answer: () => Promise.reject(new EngineError(failure, failure)),
    });
    const records = [
      { question: 'q', text: 'a' },
      { question: 'q', text: 'b' },
    ];
    expect(await run(records, { engine: failing('empty') })).toHaveLength(2);
    await expect(run(records, { engine: failing('unauthorized') })).rejects.toMatchObject({
      failure: 'unauthorized',
    });
  });
});
