import fc from 'fast-check';
import { lexer } from 'marked';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompressOptions } from '../../src/compress/compress-options.ts';
import { type Compressor, openCompressor } from '../../src/compress/compressor.ts';
import { textDocument } from '../../src/stages/document.ts';
import type { MediaType } from '../../src/stages/media-type.ts';
import { chunkedDocument, collect, outputOf, rebuild } from './collect.ts';

let compressor: Compressor;
beforeAll(async () => {
  compressor = await openCompressor({ level: 1 });
});
afterAll(() => compressor[Symbol.asyncDispose]());

async function condensed(source: string, mediaType: MediaType, options: CompressOptions = {}) {
  await using result = await compressor.compress([textDocument(source, { mediaType })], {
    condense: 'only',
    ...options,
  });
  return await outputOf(result);
}

describe('JSON without its white space', () => {
  const indent = fc.constantFrom(1, 4, '\t');
  const value = fc.oneof(
    fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 30 }),
    fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 40 }),
    fc.array(fc.constantFrom('two  spaces', ' "', 'a line\n', '\\'), { maxLength: 200 }).map((list) => ({
      long: list.join(' '),
      list,
    })),
  );

  it('is what JSON.stringify writes, however the source was read', async () => {
    await fc.assert(
      fc.asyncProperty(value, indent, fc.integer({ min: 1, max: 50 }), async (one, space, chunk) => {
        const source = JSON.stringify(one, null, space);
        const document = chunkedDocument(textDocument('', { mediaType: 'application/json' }), source, [
          chunk,
        ]);
        await using result = await compressor.compress([document], { condense: 'only' });
        const text = await outputOf(result);
        const [part] = await collect(result);
        expect(text).toBe(rebuild(source, part ?? { spans: [], gaps: [] }));
        if (result.stats.outputTokens < result.stats.inputTokens) expect(text).toBe(JSON.stringify(one));
        else expect(text).toBe(source);
      }),
      { numRuns: 80 },
    );
  });

  it('leaves records on lines of their own, and lines that are none as they are', async () => {
    const source = '{"a": 1}\n\n{"b": [1, 2],   "c": "x  y"}\nnot  "json\n{"d":\t1}\n';
    expect(await condensed(source, 'application/x-ndjson')).toBe(
      '{"a":1}\n{"b":[1,2],"c":"x  y"}\nnot  "json\n{"d":1}\n',
    );
  });

  it('holds more of it in the same budget', async () => {
    const records = Array.from({ length: 60 }, (_, at) => ({
      id: at,
      name: `ship ${at}`,
      crew: [at, at + 1],
    }));
    const documents = [textDocument(JSON.stringify(records, null, 2), { mediaType: 'application/json' })];
    const budget = { type: 'tokens', tokens: 400 } as const;
    await using condensing = await compressor.compress(documents, { budget });
    await using other = await compressor.compress(documents, { budget, condense: false });
    const left = (text: string) => (JSON.parse(text) as unknown[]).length;
    expect(left(await outputOf(condensing))).toBeGreaterThan(1.3 * left(await outputOf(other)));
    expect(await outputOf(other)).toContain('\n  {\n    "id"');
  });

  it('keeps it where something is protected, to the last space', async () => {
    const source = JSON.stringify({ list: Array.from({ length: 90 }, (_, at) => ({ at })) }, null, 2);
    const protect = ['\\{\\s+"at": 77\\s+\\}'];
    await using result = await compressor.compress(
      [textDocument(source, { mediaType: 'application/json' })],
      {
        budget: { type: 'ratio', ratio: 4 },
        protect,
      },
    );
    expect(await outputOf(result)).toMatch(/\{\n {6}"at": 77\n {4}\}/);
  });
});

describe('other texts without their padding', () => {
  it('has rows of tables with the same cells', async () => {
    const cell = fc.constantFrom('tide', 'low water', '`a  b`', '12.5', '');
    const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 8, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 12, max: 20 }), async (cells, width) => {
        const line = (row: readonly string[]) => `| ${row.map((one) => one.padEnd(width)).join(' | ')} |`;
        const source = [
          line(['place', 'state', 'depth']),
          '| --- | --- | --- |',
          ...cells.map(line),
          '',
        ].join('\n');
        const text = await condensed(source, 'text/markdown');
        expect(tables(text)).toEqual(tables(source));
        expect(text).not.toMatch(/[^ab] {2}/);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps what breaks lines of markdown, and code between fences', async () => {
    const code = '```py\nif tide:   \n\n\n\n    sail()\n```\n';
    expect(await condensed(`One. \ntwo.  \nthree\n\n \n\n\n${code}`, 'text/markdown')).toBe(
      `One.\ntwo.  \nthree\n\n${code}`,
    );
  });

  it('keeps quoted text and indented lines of a log', async () => {
    const log = (space: string, end: string) =>
      [1, 2, 3]
        .map(
          (minute) =>
            `10:0${minute}${space}WARN${space}main said "a   b" and 'c   d'${end}\n    at${space}sea ${minute}\n`,
        )
        .join('');
    expect(await condensed(log('   ', '  '), 'text/x-log')).toBe(log(' ', ''));
  });

  it.each(['text/x-source', 'text/csv', 'text/tab-separated-values'] as const)(
    'leaves %s as it is',
    async (mediaType) => {
      const source = 'a,  b\tc   \n\n\n\n    d,   e\t\tf\n'.repeat(3);
      expect(await condensed(source, mediaType)).toBe(source);
    },
  );
});

function tables(markdown: string): unknown {
  return lexer(markdown).flatMap((token) =>
    token.type === 'table'
      ? [[token.header, ...token.rows].map((row) => row.map(({ text }: { text: string }) => text))]
      : [],
  );
}
