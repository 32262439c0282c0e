import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openFiles } from '../../../../src/open-files.ts';
import type { ReadWarning } from '../../../../src/stages/read/decode.ts';
import { temporaryFolder } from '../../../cli/run-pith.ts';
import { joined } from '../../../compress/collect.ts';
import { type PdfPage, smallPdf } from './small-pdf.ts';

function fileWith(bytes: Uint8Array, name = 'file.pdf'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  return path;
}

/** The text of each page, and what was said of the file. */
async function read(bytes: Uint8Array) {
  const warnings: ReadWarning[] = [];
  await using files = await openFiles([fileWith(bytes)], {
    hash: true,
    onWarning: (warning) => warnings.push(warning),
  });
  const [document] = files.documents;
  const text = document === undefined ? '' : await joined(document.open());
  const starts = document?.extraction?.pages?.starts ?? [];
  const pages = starts.map(
    ([start, page], index) => [page, text.slice(start, starts[index + 1]?.[0])] as const,
  );
  return { document, text, pages, warnings };
}

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');

describe('a PDF file', () => {
  it('is the text of its pages, each with its number, however often it is opened', async () => {
    const bytes = smallPdf([['Ada (Moreau)', 'signed \\ it'], [], ['The end']]);
    const { document, text, pages, warnings } = await read(bytes);
    expect(text).toBe('Ada (Moreau)\nsigned \\ it\n\nThe end');
    expect(pages).toEqual([
      [1, 'Ada (Moreau)\nsigned \\ it\n\n'],
      [3, 'The end'],
    ]);
    expect(document).toMatchObject({ mediaType: 'text/plain', extraction: { reader: 'pdf' } });
    expect(document?.sha256?.()).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(document?.bytes).toBeUndefined();
    expect(warnings).toMatchObject([{ type: 'pages-without-text', count: 1, pages: 3, first: 2 }]);
  });

  it('has blank lines where gaps are wide, and around headings', async () => {
    const { text } = await read(
      smallPdf([
        [
          { text: 'Fees', size: 20 },
          { text: 'Visitors pay', below: 18 },
          'twelve pounds.',
          { text: 'Boats', below: 30 },
          'pay nothing.',
        ],
      ]),
    );
    expect(text).toBe('Fees\n\nVisitors pay\ntwelve pounds.\n\nBoats\npay nothing.');
  });

  it('is read by the tables for fonts that are not in the file', async () => {
    const { text } = await read(smallPdf([[{ text: '渔港的看守', isChinese: true }, 'keeper']]));
    expect(text).toBe('渔港的看守\nkeeper');
  });

  it('may begin with something else if its name says what it is', async () => {
    const bytes = Buffer.concat([Buffer.from('junk\n'), smallPdf([['kept']])]);
    expect((await read(bytes)).text).toBe('kept');
  });

  it.each([
    ['encrypted', smallPdf([['secret']], { encrypted: true }), /needs a password/],
    ['cut', smallPdf([['text']]).subarray(0, 300), /cannot be read/],
    ['damaged', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(5000, 9)]), /cannot be read/],
    ['of pictures', smallPdf([[], []]), /without text: none of its 2 pages/],
    ['empty', smallPdf([]), /PDF file/],
  ])(
    'that is %s is an error by itself, and left out with a warning beside others',
    async (_, bytes, message) => {
      const bad = fileWith(bytes, 'bad.pdf');
      const rejected = await openFiles([bad]).catch((error: unknown) => error);
      expect(rejected).toMatchObject({ code: 'input', at: { document: bad } });
      expect(String(rejected)).toMatch(message);

      const good = fileWith(smallPdf([['good']]), 'good.pdf');
      const warnings: ReadWarning[] = [];
      await using files = await openFiles([bad, good], { onWarning: (warning) => warnings.push(warning) });
      expect(files.documents.map(({ id }) => id)).toEqual([good]);
      expect(warnings).toMatchObject([{ type: 'skipped-unreadable', document: bad, inFolder: false }]);
      // Who hears no warnings must not lose it in silence.
      await expect(openFiles([bad, good])).rejects.toMatchObject({ at: { document: bad } });
    },
  );

  it('is not waited for any longer when the signal aborts', async () => {
    const bytes = smallPdf(Array.from({ length: 400 }, () => ['a page']));
    const controller = new AbortController();
    const opening = openFiles([fileWith(bytes)], { signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expect(opening).rejects.toThrow();
  });

  const hasPoppler = spawnSync('pdftotext', ['-v']).error === undefined;
  it.skipIf(!hasPoppler && process.env['CI'] !== 'true')(
    'has the words that pdftotext of poppler finds on each page',
    async () => {
      const word = fc.string({
        unit: fc.constantFrom(...'abcXYZ019.,()\\-%&§äé'),
        minLength: 1,
        maxLength: 9,
      });
      const line = fc.array(word, { minLength: 1, maxLength: 8 }).map((some) => some.join(' '));
      const file = fc.array(fc.array(line, { maxLength: 20 }), { minLength: 1, maxLength: 5 });
      await fc.assert(
        fc.asyncProperty(file, async (lines: readonly PdfPage[]) => {
          fc.pre(lines.some((page) => page.length > 0));
          const bytes = smallPdf(lines);
          const output = execFileSync('pdftotext', ['-raw', '-', '-'], { input: bytes, encoding: 'utf8' });
          const expected = output.split('\f').map(words);
          const { pages } = await read(bytes);
          for (const [index] of lines.entries()) {
            const own = pages.find(([page]) => page === index + 1)?.[1] ?? '';
            expect(words(own)).toEqual(expected[index]);
          }
        }),
        { numRuns: 8 },
      );
    },
  );
});
