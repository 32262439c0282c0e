import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Spool } from '../../../src/pipeline/spool.ts';
import type { TextDocument } from '../../../src/stages/document.ts';
import { compressedDocuments } from '../../../src/stages/read/compressed-documents.ts';
import { isCompressedForm } from '../../../src/stages/read/compressed-line.ts';

let spools: Spool[];
beforeEach(() => {
  spools = [];
});
afterEach(() => Promise.all(spools.map((spool) => spool.close())));

const line = (fields: object) =>
  JSON.stringify({
    document: 'a.md',
    mediaType: 'text/markdown',
    inputTokens: 9,
    outputTokens: 3,
    ...fields,
  });

async function* chunked(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function read(text: string, size = 7): Promise<TextDocument[]> {
  const createSpool = () => {
    const spool = new Spool({ limit: 64 });
    spools.push(spool);
    return spool;
  };
  const documents: TextDocument[] = [];
  for await (const document of compressedDocuments(chunked(text, size), { document: '-', createSpool }))
    documents.push(document);
  return documents;
}

async function all<T>(items: AsyncIterable<T> | undefined): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items ?? []) list.push(item);
  return list;
}

describe('the JSONL form of compress', () => {
  it('is read as its documents, as often as wanted, with question and source', async () => {
    const text = `one 🌊 \ud800 ${'long '.repeat(100)}`;
    const lines = [
      line({ question: 'Who?', text, spans: [[10, 10 + text.length]] }),
      line({
        document: 'b',
        mediaType: 'text/unknown',
        text: 'a [..] b',
        spans: [
          [0, 1],
          [7, 8],
        ],
        gaps: [[1, 6]],
      }),
      line({ document: 'c', text: '', spans: [] }),
      line({ document: 'd', text: 'own' }),
    ];
    const documents = await read(`${lines.join('\n')}\n\n`);
    expect(documents.map(({ id, mediaType }) => [id, mediaType])).toEqual([
      ['a.md', 'text/markdown'],
      ['b', 'text/plain'],
      ['c', 'text/markdown'],
      ['d', 'text/markdown'],
    ]);
    for (let times = 0; times < 2; times++) {
      const texts = await Promise.all(
        documents.map(async (document) => (await all(document.open())).join('')),
      );
      expect(texts).toEqual([text, 'a [..] b', '', 'own']);
    }
    expect(await Promise.all(documents.map(({ origin }) => all(origin?.spans())))).toEqual([
      [[10, 10 + text.length]],
      [
        [0, 1],
        [7, 8],
      ],
      [],
      [[0, 3]],
    ]);
    expect(documents.map(({ origin }) => origin?.questions)).toEqual([
      ['Who?'],
      undefined,
      undefined,
      undefined,
    ]);
    expect(await Promise.all(documents.map(({ origin }) => all(origin?.gaps())))).toEqual([
      [],
      [[1, 6]],
      [],
      [],
    ]);
  });

  it.each([
    ['a line that is cut', line({ text: 'abc', spans: [[0, 3]] }).slice(0, -9), 'cut or malformed'],
    ['spans of another length', line({ text: 'abc', spans: [[0, 4]] }), 'do not add up'],
    [
      'spans out of order',
      line({
        text: 'abc',
        spans: [
          [5, 6],
          [0, 2],
        ],
      }),
      'do not add up',
    ],
    [
      'gaps that overlap',
      line({
        text: 'abc',
        spans: [[0, 1]],
        gaps: [
          [0, 1],
          [0, 1],
        ],
      }),
      'do not add up',
    ],
    ['spans that are none', line({ text: 'abc', spans: ['0-3'] }), 'not pairs of offsets'],
  ])('with %s is an error that says where', async (_, bad, message) => {
    await expect(read(`${line({ text: 'ok', spans: [[0, 2]] })}\n${bad}\n`)).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining(message),
      at: { document: '-', line: 2 },
    });
  });

  it.each([
    [true, line({ text: 'abc' })],
    [true, `\n ${line({ text: 'abc' }).slice(0, 90)}`],
    [true, line({ text: 'x' }).replaceAll('":', '": ').replaceAll(',"', ', "')],
    [false, '{"document":"a","text":"b"}'],
    [false, '{"text":"b","document":"a","mediaType":"text/plain","inputTokens":3}'],
    [false, '[{"document":"a","mediaType":"text/plain","inputTokens":3}]'],
    [false, 'plain text'],
  ])('is recognised (%j) by %j', (expected, head) => {
    expect(isCompressedForm(head)).toBe(expected);
  });
});
