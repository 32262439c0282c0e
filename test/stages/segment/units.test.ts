import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unitsOf } from '../../../src/stages/segment/units.ts';
import { messyText } from './chunks.ts';

function unitTexts(text: string, unitKind: 'word' | 'line' = 'word'): string[] {
  const { count, cores, ends } = unitsOf({ text, unitKind });
  return Array.from({ length: count }, (_, at) => text.slice(cores[at], ends[at]));
}

describe('units of any text', () => {
  it('hold all of it but white space, and are no white space at their ends', () => {
    fc.assert(
      fc.property(messyText, fc.constantFrom('word' as const, 'line' as const), (text, unitKind) => {
        const { count, cores, ends } = unitsOf({ text, unitKind });
        expect([cores.length, ends.length]).toEqual([count, count]);
        expect(count === 0).toBe(text.trim() === '');
        let end = 0;
        for (let at = 0; at < count; at += 1) {
          const core = cores[at] ?? Number.NaN;
          expect(text.slice(end, core).trim()).toBe('');
          end = ends[at] ?? Number.NaN;
          expect(end).toBeGreaterThan(core);
          const body = text.slice(core, end);
          expect(body.trimStart()).toBe(body);
          expect(body.trimEnd()).toBe(body);
          expect(/^[\udc00-\udfff]/.test(body) && /[\ud800-\udbff]$/.test(text.slice(0, core))).toBe(false);
        }
        expect(text.slice(end).trim()).toBe('');
      }),
      { numRuns: 300 },
    );
  });

  it('of lines have one core for each line that is not blank, but for very long lines', () => {
    fc.assert(
      fc.property(messyText, (text) => {
        const lines = text
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== '');
        const expected = lines.flatMap((line) => (line.length > 400 ? unitTexts(line) : [line]));
        expect(unitTexts(text, 'line')).toEqual(expected);
      }),
    );
  });

  it('of short Latin, Greek and Cyrillic words are what stands between white space, and the marks around it', () => {
    const word = fc.string({
      unit: fc.constantFrom(...'abcXYZ019.,;:!?()[]"\'-_/éßñωλдж«»'),
      minLength: 1,
      maxLength: 64,
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(word, fc.constantFrom(' ', '\n', '\t ', '\u00a0', '\r\n'))), (parts) => {
        const text = parts.flat().join('');
        const { cores, ends, marks } = unitsOf({ text, unitKind: 'word' });
        const runs: string[] = [];
        for (const [at, core] of cores.entries()) {
          const isGlued = at > 0 && ends[at - 1] === core;
          const body = text.slice(core, ends[at]);
          if (marks[at] === 1) expect(body).not.toMatch(/[\p{L}\p{N}/]/u);
          runs.push(isGlued ? `${runs.pop()}${body}` : body);
        }
        expect(runs).toEqual(text.trim() === '' ? [] : text.trim().split(/\s+/));
      }),
    );
  });
});

describe('a word', () => {
  it('stands apart from the punctuation around it', () => {
    const text = 'He said: “Stop (now)!” – and left.';
    const { marks } = unitsOf({ text, unitKind: 'word' });
    const units = unitTexts(text);
    expect(units).toEqual(['He', 'said', ':', '“', 'Stop', '(', 'now', ')!”', '–', 'and', 'left', '.']);
    expect(units.filter((_, at) => marks[at] === 1)).toEqual([':', '“', '(', ')!”', '–', '.']);
  });

  it('keeps the marks that carry meaning', () => {
    expect(unitTexts('-5% of $1,500.50, C++ (U.S.) #3 @you 20°')).toEqual([
      ...['-5%', 'of', '$1,500.50', ',', 'C++', '(', 'U.S', '.)', '#3', '@you', '20°'],
    ]);
  });

  it('ends at a long dash', () => {
    expect(unitTexts('the end—or not')).toEqual(['the', 'end', '—', 'or', 'not']);
  });

  it('of more than 64 characters is divided behind its separators', () => {
    const parts = unitTexts(`{${'"name":"value","count":12,'.repeat(20)}"end":1}`);
    expect(parts.length).toBeGreaterThan(10);
    expect(parts.slice(0, -1).every((part) => part.length <= 64 && part.endsWith(','))).toBe(true);
    expect(unitTexts('x'.repeat(64))).toHaveLength(1);
    expect(unitTexts('x'.repeat(72)).map((part) => part.length)).toEqual([16, 16, 16, 16, 8]);
    expect(unitTexts(`${'x'.repeat(72)}/${'y'.repeat(60)}`)).toEqual([
      'x'.repeat(16),
      `${'x'.repeat(56)}/`,
      'y'.repeat(60),
    ]);
  });

  it('is never divided before a combining mark or within a family of emoji', () => {
    for (const cluster of ['a\u0301\u0323', '👩‍👩‍👧‍👦', '👍🏽', 'ก็']) {
      const clusters = [...new Intl.Segmenter('und').segment(cluster)].length;
      expect(clusters).toBe(1);
      for (const part of unitTexts(`x${cluster.repeat(200)}`)) {
        expect(part.replace(/^x/, '').length % cluster.length).toBe(0);
      }
    }
  });
});

describe('scripts without spaces', () => {
  it('divide into words, and the punctuation between them', () => {
    const text = '他说：「我们今天去北京大学。」然后离开了GPU实验室！';
    const units = unitTexts(text);
    expect(units.length).toBeGreaterThan(8);
    expect(units.join('')).toBe(text);
    const { marks } = unitsOf({ text, unitKind: 'word' });
    expect(units.filter((_, at) => marks[at] === 1)).toEqual(['：', '「', '。」', '！']);
    expect(units).toContain('GPU');
  });

  it.each([
    'ภาษาไทยเขียนติดกันโดยไม่มีช่องว่าง',
    '東京都に住んでいる人々はとても親切です',
    'ភាសាខ្មែរសរសេរដោយគ្មានដកឃ្លា',
    'ພາສາລາວຂຽນຕິດກັນ',
  ])('agree with the words of a dictionary: %s', (text) => {
    const words = [...new Intl.Segmenter('und', { granularity: 'word' }).segment(text)].map(
      ({ segment }) => segment,
    );
    expect(unitTexts(text)).toEqual(words);
    expect(words.length).toBeGreaterThan(2);
  });

  it('take linear time', () => {
    const time = (length: number): number => {
      const text = '我们今天去北京大学学习语言'.repeat(length / 13);
      const start = performance.now();
      unitsOf({ text, unitKind: 'word' });
      return performance.now() - start;
    };
    time(13_000);
    // Ten times the text; in quadratic time it would take a hundred times as long.
    expect(time(130_000)).toBeLessThan(50 * Math.max(1, time(13_000)));
  });
});
