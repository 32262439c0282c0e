import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compress } from '../../src/compress/compressor.ts';
import { type TextDocument, textDocument } from '../../src/stages/document.ts';
import { detectMediaType, mediaTypeHead, mediaTypes, parseMediaType } from '../../src/stages/media-type.ts';

describe('detectMediaType', () => {
  it.each([
    ['notes.TXT', 'text/plain'],
    ['docs/README.md', 'text/markdown'],
    ['C:\\src\\main.rs', 'text/x-source'],
    ['Makefile', 'text/x-source'],
    ['app.log', 'text/x-log'],
    ['a.b.json', 'application/json'],
    ['records.jsonl', 'application/x-ndjson'],
    ['t.csv', 'text/csv'],
    ['t.tsv', 'text/tab-separated-values'],
    ['index.html', 'text/html'],
  ])('knows %s by its name, whatever is in it', (path, type) => {
    for (const head of ['', '{"a":1}', '# x\n```\n']) expect(detectMediaType(path, head)).toBe(type);
  });

  it.each([
    ['an HTML page', '<!DOCTYPE html>\n<html lang="en">', 'text/html'],
    ['a script', '#!/bin/sh\necho hello\n', 'text/x-source'],
    ['code', 'import a\nfrom b import c\n\ndef f(x):\n    return x\n\nclass D:\n    pass\n', 'text/x-source'],
    ['code with braces', 'int main(void) {\n  int a = 1;\n  return a;\n}\n', 'text/x-source'],
    ['a log', '2024-05-01 12:00:00 INFO started\n'.repeat(5), 'text/x-log'],
    ['a system log', 'May  1 12:00:00 host cron[12]: ran\n'.repeat(5), 'text/x-log'],
    ['a web log', '127.0.0.1 - - [01/May/2024:12:00:00] "GET / HTTP/1.1" 200 12\n'.repeat(5), 'text/x-log'],
    ['JSON', '{\n  "a": 1,\n  "b": [1, 2]\n}\n', 'application/json'],
    ['a JSON array', '[{"a": 1}, {"a": 2}]', 'application/json'],
    ['JSON cut off', `{"a": "${'x'.repeat(20_000)}"}`, 'application/json'],
    ['JSON lines', '{"a": 1}\n{"a": 2}\n{"a":', 'application/x-ndjson'],
    ['CSV', 'id,name,price\n1,"a, b",2\n2,c,3\n3,d,4\n', 'text/csv'],
    ['TSV', 'id\tname\n1\ta\n2\tb\n3\tc\n', 'text/tab-separated-values'],
    ['markdown', '# Title\n\nSome text.\n\n## Part\n\nMore text.\n', 'text/markdown'],
    [
      'prose',
      'It was late, and dark.\nNobody came, nobody went, and so on.\nThe end.\nThat was it.\n',
      'text/plain',
    ],
    ['a note in brackets', '[3] See the note on page 4.\nIt says more.\nMuch more.\n', 'text/plain'],
    ['nothing', '', 'text/plain'],
  ])('knows %s by its beginning', (_, head, type) => {
    expect(detectMediaType(undefined, head)).toBe(type);
    expect(detectMediaType('-', head)).toBe(type);
    expect(detectMediaType('file.unknown', head)).toBe(type);
  });

  it('looks at the head only', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'{["a,:1\n\t#`x ;}'), minLength: 0, maxLength: 200 }),
        fc.string(),
        (sample, rest) => {
          const head = sample.padEnd(mediaTypeHead, `${sample}\n`);
          expect(detectMediaType(undefined, head + rest)).toBe(detectMediaType(undefined, head));
        },
      ),
    );
  });
});

describe('parseMediaType', () => {
  it('takes every type there is, in any case and with parameters', () => {
    for (const type of mediaTypes) {
      expect(parseMediaType(type)).toBe(type);
      expect(parseMediaType(` ${type.toUpperCase()}; charset=utf-8`)).toBe(type);
    }
  });

  it.each(['', 'markdown', 'text/', 'image/png', 'text/plain2'])(
    "refuses '%s' and lists what there is",
    (name) => {
      expect(() => parseMediaType(name)).toThrow(
        expect.objectContaining({
          code: 'usage',
          message: expect.stringContaining(`'${name}'`),
          hint: expect.stringContaining('text/markdown'),
        }),
      );
    },
  );
});

describe('a document of a media type that there is not', () => {
  const refusal = { code: 'usage', hint: expect.stringContaining('text/x-log') };

  it.each(['log', null, 5, 'constructor'])('is refused: %j', (name) => {
    const mediaType = name as unknown as 'text/plain';
    expect(() => textDocument('a', { mediaType })).toThrow(expect.objectContaining(refusal));
  });

  it('is refused when it is read, if it was made by hand', async () => {
    const handmade = { ...textDocument('a'), mediaType: 'log' as 'text/plain' } satisfies TextDocument;
    await expect(compress([handmade], { level: 1 })).rejects.toMatchObject(refusal);
  });
});
