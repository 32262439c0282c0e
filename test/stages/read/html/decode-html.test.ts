import { describe, expect, it } from 'vitest';
import type { ReadWarning } from '../../../../src/stages/read/decode.ts';
import { namedCharset } from '../../../../src/stages/read/html/charset.ts';
import { decodeHtml } from '../../../../src/stages/read/html/decode-html.ts';
import { joined } from '../../../compress/collect.ts';

async function decoded(bytes: Uint8Array, size = bytes.length) {
  const warnings: ReadWarning[] = [];
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const text = await joined(
    decodeHtml(chunks(), { document: 'page.html', onWarning: (warning) => warnings.push(warning) }),
  );
  return { text, warnings };
}

describe('namedCharset', () => {
  it.each([
    ['<meta charset="windows-1251">', 'windows-1251'],
    ['<META CHARSET=latin1>', 'windows-1252'],
    ['<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">', 'shift_jis'],
    ["<?xml version='1.0' encoding='euc-kr'?><html>", 'euc-kr'],
    ['<meta charset=utf-8>', undefined],
    ['<meta charset=utf-16le>', undefined],
    ['<meta charset=klingon>', undefined],
    ['<!-- <meta charset=big5> --><p>', undefined],
    [`${' '.repeat(1024)}<meta charset=big5>`, undefined],
    ['\u00ef\u00bb\u00bf<meta charset=big5>', undefined],
    ['', undefined],
  ])('of %s is %s', (head, charset) => {
    expect(namedCharset(Buffer.from(head, 'latin1'))).toBe(charset);
  });
});

describe('decodeHtml', () => {
  const head = '<meta charset=windows-1251><p>';
  const cyrillic = Buffer.concat([Buffer.from(head), Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2])]);

  it.each([1, 3, 1000])('decodes what a page names, in chunks of %i', async (size) => {
    expect(await decoded(cyrillic, size)).toEqual({ text: `${head}Привет`, warnings: [] });
  });

  it('decodes characters of several bytes that are divided', async () => {
    const bytes = Buffer.concat([
      Buffer.from('<meta charset=shift_jis>'),
      Buffer.from([0x8b, 0x99, 0x8d, 0x60]),
    ]);
    for (let size = 1; size < 30; size += 1) expect((await decoded(bytes, size)).text).toMatch(/>漁港$/);
  });

  it('lets a byte order mark win, and takes UTF-8 for granted', async () => {
    const wide = Buffer.from('\ufeff<meta charset=big5>ü', 'utf16le');
    expect((await decoded(wide)).text).toBe('<meta charset=big5>ü');
    expect((await decoded(Buffer.from('<p>ü'))).text).toBe('<p>ü');
  });

  it('tells of bytes that are no text', async () => {
    const bytes = Buffer.concat([Buffer.from('<meta charset=shift_jis>'), Buffer.from([0xff, 0x41, 0xff])]);
    const { text, warnings } = await decoded(bytes);
    expect(text).toMatch(/\ufffdA\ufffd$/);
    expect(warnings).toEqual([{ type: 'invalid-bytes', document: 'page.html', count: 2 }]);
    expect((await decoded(Buffer.from([0x3c, 0x70, 0x3e, 0xff]))).warnings).toMatchObject([{ firstByte: 3 }]);
  });
});
