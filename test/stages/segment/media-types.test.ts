import { describe, expect, it } from 'vitest';
import type { MediaType } from '../../../src/stages/media-type.ts';
import { Segmenter } from '../../../src/stages/segment/segmenter.ts';

function cut(text: string, mediaType: MediaType) {
  const segmenter = new Segmenter({ document: 0, firstIndex: 0, mediaType });
  return [...segmenter.push(text), ...segmenter.end()];
}

const sentence = (count: number): string =>
  'The harbour master wrote the arrival of every ship into a book. '.repeat(count);

describe('prose', () => {
  it('keeps paragraphs whole and merges short ones up to the target', () => {
    const paragraphs = Array.from({ length: 12 }, (_, at) => `Paragraph ${at}. ${sentence(4).trim()}\n\n`);
    const passages = cut(paragraphs.join(''), 'text/plain');
    expect(passages.every(({ text }) => /^Paragraph/.test(text) && text.endsWith('\n\n'))).toBe(true);
    expect(passages[0]?.text).toBe(paragraphs.slice(0, 2).join(''));
  });

  it('divides a long paragraph at sentences only', () => {
    const passages = cut(sentence(100), 'text/plain');
    expect(passages.every(({ text }) => text.startsWith('The harbour') && text.endsWith('book. '))).toBe(
      true,
    );
    const lengths = passages.map(({ text }) => text.length);
    expect(Math.max(...lengths.slice(0, -1))).toBeLessThan(900);
    // What is left fits into one passage.
    expect(lengths.at(-1)).toBeLessThanOrEqual(1600);
  });

  it.each([
    [
      'abbreviations',
      'Dr. Smith and Prof. J. K. Doe met Mr. Lee at St. Mary vs. the U.S. Navy, e.g. on Jan. 5 ',
    ],
    ['decimals and domains', 'It costs 3.50 at example.org or v1.2.3 of the thing, all in one go and '],
    ['speech', '"Stop!" she cried, "or what?" he asked and (so on?) went '],
  ])('takes no %s for the end of a sentence', (_, text) => {
    for (const passage of cut(text.repeat(60), 'text/plain').slice(0, -1)) {
      // Without sentences, commas are the best borders.
      expect(passage.text).toMatch(/[,)] $|[^.!?] $/);
    }
  });

  it('ends sentences behind closing quotes, question marks and the full stops of Chinese', () => {
    const quoted = cut(
      'He asked: "Where is the key to the boat house?" She did not know, or did not say. '.repeat(40),
      'text/plain',
    );
    expect(quoted.every(({ text }) => /^(?:He|She)/.test(text))).toBe(true);
    const chinese = cut(
      '港务长把每艘船的到达时间都写进一本书里。这本书现在保存在博物馆！'.repeat(80),
      'text/plain',
    );
    expect(chinese.length).toBeGreaterThan(2);
    expect(chinese.every(({ text }) => /[。！]$/.test(text))).toBe(true);
  });

  it('takes a line too long to be wrapped by hand for a paragraph', () => {
    const lines = Array.from({ length: 30 }, (_, at) => `Line ${at}: ${sentence(3).trim()}\n`);
    expect(cut(lines.join(''), 'text/plain').every(({ text }) => text.startsWith('Line '))).toBe(true);
  });

  it('cuts between words where there is nothing better', () => {
    const passages = cut('alpha beta gamma '.repeat(500), 'text/plain');
    expect(passages.every(({ text }) => /^(?:alpha|beta|gamma) /.test(text))).toBe(true);
  });
});

describe('markdown', () => {
  const text = [
    'Words before any heading.\n\n',
    '# Guide\n\n## Install\n\n',
    'Run the installer.\n\n',
    '```sh\n# not a heading\nnpm install\n\nnpm test\n```\n\n',
    '| name | value |\n|---|---|\n| a | 1 |\n\n',
    '## Use ##\n\nFirst steps.\n\n- one\n- two\n\n',
    'Reference\n=========\n\nAll options.\n',
  ];
  const passages = cut(text.join(''), 'text/markdown');

  it('begins a passage with each heading, fence and table', () => {
    expect(passages.map((passage) => passage.text)).toEqual([
      text[0],
      `${text[1]}${text[2]}`,
      text[3],
      text[4],
      text[5],
      text[6],
    ]);
  });

  it('gives code and tables lines as units, all else words', () => {
    expect(passages.map((passage) => passage.unitKind)).toEqual([
      'word',
      'word',
      'line',
      'line',
      'word',
      'word',
    ]);
  });

  it('titles passages with the path of their headings', () => {
    expect(passages.map((passage) => passage.title)).toEqual([
      '',
      'Guide > Install',
      'Guide > Install',
      'Guide > Install',
      'Guide > Use',
      'Reference',
    ]);
  });

  it('carries a fence over many passages, whatever its lines look like', () => {
    const code = `~~~\n${'# comment\n```\n| x |\n'.repeat(300)}~~~\nText after.\n`;
    const cuts = cut(code, 'text/markdown');
    expect(cuts.length).toBeGreaterThan(4);
    expect(cuts.map((passage) => passage.unitKind)).toEqual([...cuts.slice(1).map(() => 'line'), 'word']);
    expect(cuts.every((passage) => passage.title === '')).toBe(true);
  });

  it('opens a fence that many blank lines stand before', () => {
    const cuts = cut(`\n${'\n'.repeat(2000)}\`\`\`\ncode\n\`\`\`\n# After\n`, 'text/markdown');
    expect(cuts.at(-1)).toMatchObject({ text: '# After\n', title: 'After' });
  });

  it('cuts long lists at items', () => {
    const items = Array.from(
      { length: 60 },
      (_, at) => `- item ${at} is about ${sentence(1).trim()}\n  and goes on\n`,
    );
    expect(cut(items.join(''), 'text/markdown').every((passage) => passage.text.startsWith('- item'))).toBe(
      true,
    );
  });

  it('keeps titles short, dropping the outermost headings first', () => {
    const deep = cut(
      `# ${'outer '.repeat(30)}\n## ${'inner '.repeat(10)}\n### core\ntext\n`,
      'text/markdown',
    );
    expect(deep[0]?.title).toBe(`${'inner '.repeat(10).trim()} > core`);
    expect(cut(`# ${'long '.repeat(50)}\n`, 'text/markdown')[0]?.title.length).toBeLessThanOrEqual(100);
  });
});

describe('lines', () => {
  it('cuts source code between functions', () => {
    const code = Array.from(
      { length: 40 },
      (_, at) => `function f${at}(a) {\n${'  a = a * 2 + 1;\n'.repeat(12)}\n  return a;\n}\n\n`,
    );
    const passages = cut(code.join(''), 'text/x-source');
    expect(passages.every(({ text, unitKind }) => text.startsWith('function') && unitKind === 'line')).toBe(
      true,
    );
  });

  it.each(['text/x-log', 'text/csv', 'text/tab-separated-values', 'application/x-ndjson'] as const)(
    'cuts %s between lines',
    (type) => {
      const rows = Array.from({ length: 400 }, (_, at) => `{"row":${at}},value ${at}\tmore of the same\r\n`);
      const passages = cut(rows.join(''), type);
      expect(
        passages.every(
          ({ text, unitKind }) => text.startsWith('{"row"') && text.endsWith('\n') && unitKind === 'line',
        ),
      ).toBe(true);
      expect(passages.length).toBeLessThan(30);
    },
  );

  it('keeps a stack trace with its message', () => {
    const entry = `2024-05-01 12:00:00 ERROR failed\n${'    at some.place (file.js:10)\n'.repeat(10)}`;
    expect(cut(entry.repeat(30), 'text/x-log').every(({ text }) => text.startsWith('2024'))).toBe(true);
  });

  it('gives words as units to the parts of a line that is too long, and lines after it', () => {
    const minified = `{${'"key":"value",'.repeat(500)}}`;
    const passages = cut(`{}\n${minified}\n{"a":1}\n`, 'application/json');
    expect(passages[0]).toMatchObject({ text: '{}\n', unitKind: 'line' });
    expect(passages.at(-1)).toMatchObject({ text: '{"a":1}\n', unitKind: 'line' });
    const middle = passages.slice(1, -1);
    expect(middle.length).toBeGreaterThan(4);
    expect(middle.every((passage) => passage.unitKind === 'word')).toBe(true);
    expect(middle.slice(0, -1).every((passage) => passage.text.endsWith(','))).toBe(true);
  });
});
