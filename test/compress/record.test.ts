import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Compressor, openCompressor } from '../../src/compress/compressor.ts';
import { compressRecord, type RecordNote } from '../../src/compress/record.ts';
import { countTokens, rebuild } from './collect.ts';

let compressor: Compressor;
beforeAll(async () => {
  compressor = await openCompressor({ level: 1 });
});
afterAll(() => compressor[Symbol.asyncDispose]());

const filler = (seed: number) =>
  Array.from(
    { length: 40 },
    (_, at) => `In week ${seed * 40 + at} the keeper swept the stairs and wrote nothing of note.`,
  ).join(' ');
const fact = 'The lamp was lit by Maren Solberg in 1887.';
const text = `${filler(1)}\n\n${fact}\n\n${filler(2)}`;
const budget = { type: 'ratio', ratio: 4 } as const;

describe('a record', () => {
  it('keeps its fields, has its text cut, and says where the text is from', async () => {
    const record = { id: 7, tags: ['a', { b: 1 }], text, extra: null };
    const { pith, text: cut, ...rest } = await compressRecord(compressor, record, { budget });
    const { inputTokens, outputTokens, spans, gaps } = pith as RecordNote;
    expect(rest).toEqual({ id: 7, tags: ['a', { b: 1 }], extra: null });
    expect(inputTokens).toBe(countTokens(text));
    expect(outputTokens).toBe(countTokens(cut as string));
    expect(outputTokens).toBeLessThanOrEqual(inputTokens / 4);
    expect(gaps).toBeUndefined();
    expect(cut).toBe(rebuild(text, { spans: spans as [number, number][], gaps: [] }));
  });

  it('has a question of its own, which goes before that of the options', async () => {
    const options = {
      budget: { type: 'tokens', tokens: 30 },
      question: 'Who swept the stairs in week 77?',
    } as const;
    const own = await compressRecord(compressor, { text, question: 'Who lit the lamp?' }, options);
    expect(own['text']).toContain('Maren Solberg');
    const named = await compressRecord(
      compressor,
      { text, asked: 'Who lit the lamp?' },
      { ...options, questionField: 'asked' },
    );
    expect(named['text']).toBe(own['text']);
    const theirs = await compressRecord(compressor, { text, question: '' }, options);
    expect(theirs['text']).toBe((await compressRecord(compressor, { text }, options))['text']);
    expect(theirs['text']).not.toBe(own['text']);
  });

  it('may hold documents, which share one budget', async () => {
    const documents = [{ title: 'Weeks', text: filler(3), source: 'x' }, { title: '', text: '' }, { text }];
    const record = { documents, kind: 'list' };
    const gap = ' […] ';
    const result = await compressRecord(compressor, record, { budget, gap, question: 'Who lit the lamp?' });
    const cut = result['documents'] as { title?: string; text: string; source?: string }[];
    const { inputTokens, outputTokens, spans, gaps = [] } = result['pith'] as RecordNote;
    expect(result['kind']).toBe('list');
    expect(cut.map(({ title, source }) => ({ title, source }))).toEqual([
      { title: 'Weeks', source: 'x' },
      { title: '', source: undefined },
      { title: undefined, source: undefined },
    ]);
    expect(outputTokens).toBeLessThanOrEqual(inputTokens / 4);
    expect(spans).toHaveLength(3);
    for (const [at, document] of documents.entries()) {
      const places = (gaps as [number, number][][])[at] ?? [];
      const from = (spans as [number, number][][])[at] ?? [];
      expect(cut[at]?.text).toBe(rebuild(document.text, { spans: from, gaps: places }, gap));
    }
    expect(cut.map((document) => document.text).join('\n')).toContain('Maren Solberg');
  });

  it('that was compressed before keeps the offsets of its original', async () => {
    const gap = ' […] ';
    const half = { budget: { type: 'ratio', ratio: 2 }, gap } as const;
    const once = await compressRecord(compressor, { text }, half);
    const twice = await compressRecord(compressor, once, half);
    const { spans, gaps = [] } = twice['pith'] as RecordNote;
    expect((twice['text'] as string).length).toBeLessThan((once['text'] as string).length);
    expect(twice['text']).toBe(
      rebuild(text, { spans: spans as [number, number][], gaps: gaps as [number, number][] }, gap),
    );

    const sources = [filler(4), text];
    const documents = sources.map((source) => ({ text: source }));
    const list = await compressRecord(
      compressor,
      await compressRecord(compressor, { documents }, half),
      half,
    );
    const note = list['pith'] as { spans: [number, number][][]; gaps?: [number, number][][] };
    for (const [at, source] of sources.entries()) {
      const from = { spans: note.spans[at] ?? [], gaps: note.gaps?.[at] ?? [] };
      expect((list['documents'] as { text: string }[])[at]?.text).toBe(rebuild(source, from, gap));
    }
  });

  it.each([
    ['spans of another text', { text: 'abc', pith: { spans: [[0, 4]] } }, 'do not add up'],
    ['spans that are none', { text: 'abc', pith: { spans: 'all' } }, 'not pairs of offsets'],
  ])('with %s is refused', async (_, record, message) => {
    await expect(compressRecord(compressor, record)).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining(message),
    });
  });

  it('without documents, or with a text besides them, is taken as what it says', async () => {
    const whole = { budget: { type: 'tokens', tokens: 50 } } as const;
    await expect(compressRecord(compressor, { documents: [] })).rejects.toMatchObject({ code: 'input' });
    const context = await compressRecord(compressor, { documents: [], context: 'Few words.' }, whole);
    expect(context).toMatchObject({ documents: [], context: 'Few words.', pith: { spans: [[0, 10]] } });
    const both = await compressRecord(compressor, { text: 'Few words.', documents: [{ text: 1 }] }, whole);
    expect(both).toMatchObject({ text: 'Few words.', documents: [{ text: 1 }], pith: { spans: [[0, 10]] } });
    const blank = await compressRecord(compressor, { text: '' });
    expect(blank).toEqual({ text: '', pith: { inputTokens: 0, outputTokens: 0, spans: [] } });
  });

  it('has its context cut where it has nothing else, and documents of text alone', async () => {
    const half = { budget: { type: 'ratio', ratio: 2 } } as const;
    const once = await compressRecord(compressor, { text: null, context: text }, half);
    expect(Object.keys(once)).toEqual(['text', 'context', 'pith']);
    const { spans } = once['pith'] as RecordNote;
    expect(once['context']).toBe(rebuild(text, { spans: spans as [number, number][], gaps: [] }));
    const twice = await compressRecord(compressor, once, half);
    const again = (twice['pith'] as RecordNote).spans as [number, number][];
    expect(twice['context']).toBe(rebuild(text, { spans: again, gaps: [] }));
    const list = await compressRecord(compressor, { text: null, documents: [text, { text }] }, half);
    expect(list['documents']).toEqual([expect.any(String), { text: expect.any(String) }]);
  });

  it('that cannot be used is named by where it stands', async () => {
    const at = { document: 'rows.jsonl', line: 4 };
    await expect(compressRecord(compressor, { question: 5 }, { at })).rejects.toMatchObject({ at });
    await expect(
      compressRecord(compressor, { text: 'abc', pith: { spans: 'all' } }, { at }),
    ).rejects.toMatchObject({ at });
  });

  it.each([
    [{}, {}, '"text"'],
    [{ text: 5 }, {}, '"text"'],
    [{ text: 'a' }, { textField: 'body' }, '"body"'],
    [{ documents: [{ text: 'a' }, { title: 'b' }] }, {}, 'documents[1]'],
    [{ documents: [null] }, {}, 'documents[0]'],
    [{ documents: 'a' }, {}, '"documents"'],
    [{ text: 'a', question: 5 }, {}, '"question"'],
  ])('without a text is refused: %j', async (record, options, place) => {
    await expect(compressRecord(compressor, record, options)).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining(place),
      hint: expect.any(String),
    });
  });
});
