import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { smallPdf } from '../stages/read/pdf/small-pdf.ts';
import { programWithout } from './program-without.ts';
import { runPith, runShell, temporaryFolder } from './run-pith.ts';
import { sampleText } from './sample-text.ts';

const lines = (seed: number) => sampleText(2400, seed).match(/.{1,70}(?:\s|$)/g) ?? [];
const report = smallPdf([lines(1), ['The keeper of the north gate is Ada Moreau.'], lines(2)]);
const page =
  `<!doctype html><title>Fees</title><script>hidden()</script><h1>Fees</h1><p>Visitors pay 12&nbsp;pounds &amp; ` +
  `<b>nothing</b> else.</p><p>${sampleText(1500, 3)}</p><table><tr><th>Boat<th>Fee<tr><td>Heron<td>7</table>`;

interface Line {
  readonly document: string;
  readonly mediaType: string;
  readonly sha256?: string;
  readonly reader?: string;
  readonly text: string;
  readonly spans: readonly (readonly [number, number])[];
  readonly pages?: readonly number[];
  readonly source?: readonly (readonly [number, number])[];
}

const objects = <T>(text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

/** A folder with documents of all kinds, some of which cannot be read. */
function mixedFolder(): string {
  const directory = temporaryFolder();
  const write = (name: string, content: string | Uint8Array) =>
    writeFileSync(join(directory, 'docs', name), content);
  mkdirSync(join(directory, 'docs'));
  write('a.pdf', report);
  write('b.html', page);
  write('c.md', `# Notes\n\n${sampleText(800, 4)}`);
  write('locked.pdf', smallPdf([['secret']], { encrypted: true }));
  return directory;
}

describe('pages and PDF files', () => {
  it('are compressed with others, and say where every span is from', async () => {
    const directory = mixedFolder();
    const words = ['docs', '-1', '-r', '4', '--format', 'jsonl', '--provenance', 'kept.jsonl'];
    const { code, stdout, stderr } = await runPith(['compress', ...words], { directory });
    expect(code).toBe(0);
    expect(stderr).toMatch(/warning: left out: docs\/locked\.pdf is an encrypted PDF file/);
    const output = objects<Line>(stdout);
    const [pdf, html, markdown] = output;
    expect(output.map(({ document, reader }) => [document, reader])).toEqual([
      ['docs/a.pdf', 'pdf'],
      ['docs/b.html', 'html'],
      ['docs/c.md', undefined],
    ]);
    expect(pdf?.sha256).toBe(createHash('sha256').update(report).digest('hex'));
    expect(pdf?.pages).toHaveLength(pdf?.spans.length ?? 0);
    expect(new Set(pdf?.pages)).toEqual(new Set([1, 2, 3]));
    expect(markdown).not.toHaveProperty('pages');

    expect(html?.mediaType).toBe('text/markdown');
    expect(html?.source).toHaveLength(html?.spans.length ?? 0);
    let at = 0;
    for (const [index, [start, end]] of (html?.spans ?? []).entries()) {
      const kept = html?.text.slice(at, at + end - start) ?? '';
      at += end - start;
      const source = page.slice(...(html?.source?.[index] ?? [0, 0]));
      const shown = source
        .replace(/<script>.*?<\/script>|<[^>]*>/g, ' ')
        .replace('&amp;', '&')
        .replace('&nbsp;', ' ');
      const lettersOf = (text: string) => text.replace(/[^\p{L}\p{N}&]+/gu, '');
      expect(lettersOf(shown)).toBe(lettersOf(kept));
    }
    const kept = objects<Line>(readFileSync(join(directory, 'kept.jsonl'), 'utf8'));
    expect(kept.map(({ spans, pages, source, reader }) => ({ spans, pages, source, reader }))).toEqual(
      output.map(({ spans, pages, source, reader }) => ({ spans, pages, source, reader })),
    );
  });

  it('are restored by expand, and keep their pages through a second compression', async () => {
    const directory = mixedFolder();
    const { code, stdout } = await runShell(
      `pith compress docs -1 -r 3 --quiet --format jsonl 2>/dev/null |
        pith compress -1 -r 2 --quiet --format jsonl > twice.jsonl &&
      pith expand twice.jsonl --all --format jsonl`,
      { directory },
    );
    expect(code).toBe(0);
    const restored = objects<{
      document: string;
      start: number;
      end: number;
      text: string;
      pages?: number[];
    }>(stdout);
    const twice = objects<Line>(readFileSync(join(directory, 'twice.jsonl'), 'utf8'));
    expect(twice[0]?.pages).toHaveLength(twice[0]?.spans.length ?? 0);
    expect(twice[1]?.reader).toBe('html');
    for (const { document, spans, text } of twice) {
      let at = 0;
      for (const [start, end] of spans) {
        const around = restored.find(
          (one) => one.document === document && one.start <= start && end <= one.end,
        );
        expect(around?.text.slice(start - around.start, end - around.start)).toBe(
          text.slice(at, at + end - start),
        );
        at += end - start;
      }
    }
    expect(restored.find(({ document }) => document === 'docs/a.pdf')?.pages).toEqual([
      1,
      expect.any(Number),
    ]);
  });

  it('come through a pipe as well, and are cited with their page', async () => {
    const piped = await runPith(['infer', '-q', 'Who is the keeper of the north gate?'], { input: report });
    expect(piped.stdout).toMatch(/^Ada Moreau.*\tstandard input:\d+-\d+\t[\d.]+\tpage 2\n$/);
    const html = await runPith(['compress', '-r', '1'], { input: Buffer.from(page) });
    expect(html.stdout).toMatch(/^Fees\n\n# Fees\n\nVisitors pay 12 pounds & nothing else\.\n\n/);
    expect(html.stdout).toMatch(/\| Boat \| Fee \|\n\| Heron \| 7 \|$/);
  });

  it('are left as they are where a media type says that the markup is the text', async () => {
    const { stdout } = await runPith(['compress', '-r', '1', '--media-type', 'text/plain'], {
      input: Buffer.from(page),
    });
    expect(stdout).toBe(page);
  });

  it('that cannot be read leave the others alone, but not the exit code where they were named', async () => {
    const directory = mixedFolder();
    writeFileSync(join(directory, 'broken.pdf'), report.subarray(0, 400));
    writeFileSync(join(directory, 'empty.html'), '<html><body><script>x</script></body></html>');
    const named = await runPith(['compress', 'broken.pdf', 'docs/c.md', '-1'], { directory });
    expect([named.code, named.stdout.length > 0]).toEqual([3, true]);
    expect(named.stderr).toMatch(/left out: broken\.pdf is a PDF file that cannot be read: .*\nhint: /);
    const alone = await runPith(['compress', 'broken.pdf', '-1'], { directory });
    expect([alone.code, alone.stdout]).toEqual([1, '']);
    expect(alone.stderr).toMatch(/^pith: 'broken\.pdf' is a PDF file that cannot be read: .*\nhint: .*\n$/);
    const empty = await runPith(['compress', 'empty.html', 'docs/c.md', '-1'], { directory });
    expect([empty.code, empty.stderr]).toEqual([
      0,
      expect.stringMatching(/empty\.html is a page that shows no text/),
    ]);
  });
});

describe('without the library for PDF files', () => {
  it('says how to install it, and reads everything else', async () => {
    const directory = mixedFolder();
    const program = programWithout('pdfjs-dist');
    const { stdout } = await runShell(
      `bare() { '${process.execPath}' '${program}' "$@"; }
      bare compress -1 docs/a.pdf 2>&1; echo "code $?"
      bare compress -1 docs -r 9 2>&1 >/dev/null; echo "code $?"
      bare compress -1 docs/b.html docs/c.md --quiet 2>&1 >/dev/null; echo "code $?"`,
      { directory },
    );
    const [named, folder, others] = stdout.split(/code (?=\d)/);
    expect(named).toMatch(
      /^pith: 'docs\/a\.pdf' is a PDF file, and what reads them, pdfjs-dist, is not installed\nhint: .*npm install /,
    );
    expect(folder).toMatch(
      /^1\npith: warning: left out: docs\/a\.pdf is a PDF file.*\nhint: .*npm install [\s\S]*tokens/,
    );
    expect(others).toBe('0\n');
    expect(stdout).toMatch(/code 0\n$/);
  });
});
