import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteDecoder } from '../../../src/stages/read/byte-decoder.ts';
import { type DecodeOptions, decodeText, type ReadWarning } from '../../../src/stages/read/decode.ts';

/** Bytes that are text for the most part, broken here and there. */
const nearlyText = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)) },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom([0xef, 0xbf, 0xbd], [0xf0, 0x9f, 0x98], [0xe0, 0x80], [0xc3])
          .map((bytes) => Buffer.from(bytes)),
      },
    ),
  )
  .map((parts) => Buffer.concat(parts));

const sizes = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 });

function* split(bytes: Uint8Array, lengths: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const length = lengths[turn % lengths.length] || (turn % lengths.length === 0 ? 1 : 0);
    // Written over after its turn, as a file's buffer is.
    const chunk = Buffer.from(bytes.subarray(at, at + length));
    yield chunk;
    chunk.fill(0x21);
    at += length;
  }
}

async function* stream(bytes: Uint8Array, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  yield* split(bytes, lengths);
}

async function decode(
  bytes: Uint8Array,
  options: Partial<DecodeOptions> = {},
  lengths: readonly number[] = [65_536],
) {
  const warnings: ReadWarning[] = [];
  let text = '';
  for await (const chunk of decodeText(stream(bytes, lengths), {
    document: 'a.txt',
    onWarning: (warning) => warnings.push(warning),
    ...options,
  })) {
    text += chunk;
  }
  return { text, warnings };
}

function decodeChunks(decoder: ByteDecoder, bytes: Uint8Array, lengths: readonly number[]): string {
  let text = '';
  for (const chunk of split(bytes, lengths)) text += decoder.push(chunk);
  return text + decoder.end();
}

/** Where a decoder that throws on invalid bytes first does, found the slow way. */
function firstInvalid(bytes: Uint8Array): number {
  const fatal = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const isWhole = (end: number): boolean => {
    try {
      fatal.decode(bytes.subarray(0, end));
      return true;
    } catch {
      return false;
    }
  };
  if (isWhole(bytes.length)) return -1;
  let last = 0;
  for (let end = 0; end <= bytes.length; end += 1) if (isWhole(end)) last = end;
  return last;
}

describe('ByteDecoder', () => {
  it('decodes as the platform does, in chunks of any size', () => {
    fc.assert(
      fc.property(nearlyText, sizes, (bytes, lengths) => {
        const decoder = new ByteDecoder();
        const text = decodeChunks(decoder, bytes, lengths);
        const marked =
          bytes[0] === 0xff && bytes[1] === 0xfe
            ? 'utf-16le'
            : bytes[0] === 0xfe && bytes[1] === 0xff
              ? 'utf-16be'
              : 'utf-8';
        fc.pre(marked === 'utf-8');
        expect(text).toBe(new TextDecoder().decode(bytes));
      }),
      { numRuns: 1000 },
    );
  });

  it('counts what is invalid and finds the first, in chunks of any size', () => {
    fc.assert(
      fc.property(nearlyText, sizes, (body, lengths) => {
        const bytes = Buffer.concat([Buffer.from('x'), body]);
        const decoder = new ByteDecoder();
        decodeChunks(decoder, bytes, lengths);
        const genuine = bytes.toString('latin1').split('\xef\xbf\xbd').length - 1;
        const all = new TextDecoder().decode(bytes).split('\ufffd').length - 1;
        expect(decoder.findings).toEqual({
          encoding: 'utf-8',
          byteOrderMark: false,
          invalid: all - genuine,
          firstInvalid: firstInvalid(bytes),
        });
      }),
      { numRuns: 500 },
    );
  });

  it.each(['utf-16le', 'utf-16be'] as const)(
    'decodes %s behind its mark, in chunks of any size',
    (encoding) => {
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 0xd700, max: 0xe0ff })), sizes, (codes, lengths) => {
          const bytes = Buffer.from(`\ufeff${String.fromCharCode(...codes)}`, 'utf16le');
          if (encoding === 'utf-16be') bytes.swap16();
          const decoder = new ByteDecoder();
          const text = decodeChunks(decoder, bytes, lengths);
          expect(text).toBe(
            new TextDecoder('utf-16le').decode(Buffer.from(String.fromCharCode(...codes), 'utf16le')),
          );
          expect(decoder.findings).toMatchObject({
            encoding,
            byteOrderMark: true,
            invalid: text.split('\ufffd').length - 1,
          });
        }),
      );
    },
  );
});

describe('decodeText', () => {
  it('keeps CRLF and a stray NUL, and has nothing to warn of', async () => {
    const text = 'one\r\ntwo\0three\r\n';
    expect(await decode(Buffer.from(text))).toEqual({ text, warnings: [] });
    expect(await decode(Buffer.from(''))).toEqual({ text: '', warnings: [] });
  });

  it('removes a byte order mark and says so', async () => {
    const { text, warnings } = await decode(Buffer.from('\ufeffa\ufeffb'));
    expect(text).toBe('a\ufeffb');
    expect(warnings).toEqual([{ type: 'byte-order-mark', document: 'a.txt', encoding: 'utf-8' }]);
  });

  it('warns once of all invalid bytes, with the offset of the first', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${'é'.repeat(6000)}`),
      Buffer.from([0xff]),
      Buffer.from('x'.repeat(9000)),
      Buffer.from([0xc3]),
    ]);
    const { text, warnings } = await decode(bytes, {}, [1000]);
    expect(text).toBe(`${'é'.repeat(6000)}\ufffd${'x'.repeat(9000)}\ufffd`);
    expect(warnings).toEqual([{ type: 'invalid-bytes', document: 'a.txt', count: 2, firstByte: 12_000 }]);
  });

  it.each([
    [
      'an executable',
      Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, ...Array(9).fill(0), 3, 0, 0x3e, 0]),
      'binary',
    ],
    [
      'a picture',
      Buffer.from('89504e470d0a1a0a0000000d49484452000000100000001008060000001ff3ff61', 'hex'),
      'binary',
    ],
    ['a PDF file', Buffer.from('%PDF-1.7\n1 0 obj\n'), 'PDF'],
    ['gzip data', Buffer.from('1f8b0800000000000003', 'hex'), 'gzip'],
    ['text in another encoding', Buffer.from('ïðèâåò, êàê äåëà? âñ¸ õîðîøî'.repeat(20), 'latin1'), 'UTF-8'],
    ['UTF-16 without a mark', Buffer.from('no mark at all', 'utf16le'), 'binary'],
  ])('refuses %s, whatever the chunks, unless it is told to go on', async (_, bytes, word) => {
    for (const lengths of [[65_536], [1], [3, 7]]) {
      await expect(decode(bytes, { document: 'x.bin' }, lengths)).rejects.toMatchObject({
        code: 'input',
        message: expect.stringMatching(new RegExp(`'x.bin'.*${word}`)),
        hint: expect.stringContaining('--force'),
      });
    }
    expect((await decode(bytes, { allowBinary: true })).text).toBe(new TextDecoder().decode(bytes));
  });

  it('looks at the first 8 KiB only to tell text from other data', async () => {
    const bytes = Buffer.concat([Buffer.from('x'.repeat(8192)), Buffer.alloc(5000)]);
    expect((await decode(bytes, {}, [5000])).text).toHaveLength(13_192);
    await expect(decode(bytes.subarray(4000), {}, [5000])).rejects.toMatchObject({ code: 'input' });
  });

  it('lets colours in a log, and Latin-1 in a text, through', async () => {
    expect((await decode(Buffer.from('\u001b[31mERROR\u001b[0m failed\n'.repeat(50)))).warnings).toEqual([]);
    expect(
      (await decode(Buffer.from('Le café est fermé ce soir. '.repeat(40), 'latin1'))).warnings,
    ).toMatchObject([{ count: 80 }]);
  });
});
