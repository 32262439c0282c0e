import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RecordRead, readRecords } from '../../../src/stages/read/records.ts';
import { chunked, cutPlaces } from '../segment/chunks.ts';

async function* stream(chunks: readonly string[]): AsyncGenerator<string> {
  yield* chunks;
}

async function read(chunks: readonly string[], longestLine?: number) {
  const records: RecordRead[] = [];
  const options = { document: 'r.json', ...(longestLine === undefined ? {} : { longestLine }) };
  try {
    for await (const record of readRecords(stream(chunks), options)) records.push(record);
  } catch (error) {
    return { records, error };
  }
  return { records };
}

const values = (records: readonly RecordRead[]): unknown[] =>
  records.map((record) => ('value' in record ? record.value : record.error.message));

// What JSON gives back as it was: no -0, which it has no word for.
const object = fc.dictionary(
  fc.string({ unit: 'binary' }),
  fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown),
);

describe('JSON lines', () => {
  it('are read as they were written, blank lines and CRLF between them, in chunks of any size', async () => {
    const lineEnd = fc.constantFrom('\n', '\r\n', '\n\n', '\r\n \n');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(object, lineEnd)), cutPlaces, async (parts, cuts) => {
        const text = parts.map(([value, end]) => JSON.stringify(value) + end).join('');
        const { records } = await read(chunked(text, cuts));
        expect(values(records)).toEqual(parts.map(([value]) => value));
        const lines = text.split('\n');
        for (const [at, record] of records.entries()) {
          expect(record.index).toBe(at);
          expect(JSON.parse(lines[(record.line ?? 0) - 1] ?? '')).toEqual(parts[at]?.[0]);
        }
      }),
    );
  });

  it('give an error in the place of a bad one, and go on', async () => {
    const { records, error } = await read(['\n{"a":1}\n{"a":\n[1]\n"x"\nnull\n{"a":2}']);
    expect(error).toBeUndefined();
    expect(records.map(({ index, line }) => [index, line])).toEqual([
      [0, 2],
      [1, 3],
      [2, 4],
      [3, 5],
      [4, 6],
      [5, 7],
    ]);
    expect(values(records)).toEqual([
      { a: 1 },
      expect.stringMatching(/^line 3 of 'r.json' is no record: it is not JSON/),
      expect.stringContaining('an array'),
      expect.stringContaining('a string'),
      expect.stringContaining('null'),
      { a: 2 },
    ]);
  });

  it('pass over a line that is too long, however it comes', async () => {
    const text = `{"a":1}\n{"a":"${'x'.repeat(100)}"}\n{"a":2}\n`;
    for (const chunks of [[text], [...text]]) {
      const { records } = await read(chunks, 50);
      expect(values(records)).toEqual([{ a: 1 }, expect.stringContaining('longer than 50'), { a: 2 }]);
    }
  });

  it('take a long line in many chunks in linear time', async () => {
    const part = 'x'.repeat(64);
    const { records } = await read(['{"a":"', ...Array<string>(200_000).fill(part), '"}']);
    expect(values(records)).toEqual([{ a: part.repeat(200_000) }]);
  });

  it('may be none', async () => {
    expect(await read([])).toEqual({ records: [] });
    expect(await read(['', ' \n', '\r\n'])).toEqual({ records: [] });
  });
});

describe('a JSON array', () => {
  const space = fc.constantFrom('', ' ', '\n\t', '\r\n');

  it('is read as it was written, in chunks of any size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(object), space, cutPlaces, async (items, gap, cuts) => {
        const text = `${gap}[${gap}${items.map((item) => JSON.stringify(item, null, gap)).join(`${gap},${gap}`)}${gap}]${gap}`;
        const { records, error } = await read(chunked(text, cuts));
        expect(error).toBeUndefined();
        expect(records).toEqual(items.map((value, index) => ({ index, value })));
      }),
    );
  });

  it('gives an error in the place of what is no object', async () => {
    const { records } = await read(['[{"a":1}, 2, null, "x", [3], {"a":4}]']);
    expect(values(records)).toEqual([
      { a: 1 },
      expect.stringContaining('a number'),
      expect.stringContaining('null'),
      expect.stringContaining('a string'),
      expect.stringContaining('an array'),
      { a: 4 },
    ]);
  });

  it.each([
    ['is not closed', '[{"a":"}"},{"a":2}', 2],
    ['ends within an object', '[{"a":1},{"a":2},{"a":', 2],
    ['is broken', '[{"a":1},{"a":2},{"a":nul},{"a":3}]', 2],
    ['has something behind it', '[{"a":1}] [', 1],
    ['lacks a comma', '[{"a":1} {"a":2}]', 1],
  ])('that %s is an error after what was whole, in chunks of any size', async (_, text, whole) => {
    for (const chunks of [[text], [...text], [text.slice(0, 5), text.slice(5)]]) {
      const { records, error } = await read(chunks);
      expect(records).toHaveLength(whole);
      expect(error).toMatchObject({
        code: 'input',
        message: expect.stringContaining("'r.json'"),
        at: { document: 'r.json' },
      });
    }
  });

  it('stops reading its source when nobody reads on', async () => {
    let isClosed = false;
    async function* endless(): AsyncGenerator<string> {
      try {
        yield '[';
        for (;;) yield '{"a":1},';
      } finally {
        isClosed = true;
      }
    }
    for await (const { index } of readRecords(endless(), { document: '-' })) if (index === 1000) break;
    expect(isClosed).toBe(true);
  });
});
