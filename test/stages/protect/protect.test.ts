import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtectScanner } from '../../../src/stages/protect/protect.ts';
import { chunked, cutPlaces } from '../segment/chunks.ts';

type Options = ConstructorParameters<typeof ProtectScanner>[1];

function scan(chunks: readonly string[], patterns: readonly string[], options?: Options): number[][] {
  const scanner = new ProtectScanner(patterns, options);
  return [...chunks.flatMap((chunk) => scanner.push(chunk)), ...scanner.end()].map(([start, end]) => [
    start,
    end,
  ]);
}

/** All matches over the whole text at once, merged. */
function expected(text: string, patterns: readonly string[]): number[][] {
  const covered = patterns.flatMap((pattern) =>
    [...text.matchAll(new RegExp(pattern, 'gum'))]
      .filter(([match]) => match !== '')
      .map((match) => [match.index, match.index + match[0].length] as const),
  );
  const merged: [number, number][] = [];
  for (const [start, end] of covered.sort(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

const patterns = [
  '\\d+',
  '^\\w+',
  '\\w+$',
  '^.*x.*$',
  '(?<=a )b+',
  '(?<!a)b',
  'a(?=\\s+b)',
  '\\ba\\b',
  'a.*?b',
  'a*',
  'b|',
  '.',
  '[^ab\\s]+',
  '(a|ab)(c|bcd)',
  '😀+',
  '(\\w)\\1',
  '\\p{L}{2}',
  'a[\\s\\S]{0,9}b',
];
const words = fc
  .array(fc.constantFrom('a', 'b', 'ab', 'bcd', ' ', ' ', '\n', '1', '22', 'x', '😀', 'é', '.'), {
    maxLength: 120,
  })
  .map((parts) => parts.join(''));
// No line is longer than a match may be, so that what a pattern looks at is always in reach.
const text = words.map((all) => all.replace(/[^\n]{20}/gu, '$&\n').slice(0, 400));

describe('ProtectScanner', () => {
  it('finds what matchAll finds in the whole text, in chunks of any size', () => {
    fc.assert(
      fc.property(
        text,
        cutPlaces,
        fc.subarray(patterns, { minLength: 1, maxLength: 3 }),
        (all, cuts, some) => {
          expect(scan(chunked(all, cuts), some, { longestMatch: 64, context: 64 })).toEqual(
            expected(all, some),
          );
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('finds matches of up to a million characters, wherever they stand', () => {
    const block = `BEGIN${'x'.repeat(900_000)}END`;
    const all = `${'y\n'.repeat(400_000)}${block}${'y\n'.repeat(400_000)}${block} `;
    const spans = expected(all, ['BEGIN[^]*?END']);
    expect(spans).toHaveLength(2);
    expect(scan([all], ['BEGIN[^]*?END'])).toEqual(spans);
    expect(scan(all.match(/[\s\S]{1,65536}/g) ?? [], ['BEGIN[^]*?END'])).toEqual(spans);
  });

  it('throws for a match that is longer, instead of losing part of it', () => {
    const all = 'x'.repeat(1000);
    for (const chunks of [[all], [...all]]) {
      expect(() => scan(chunks, ['x+'], { longestMatch: 100 })).toThrow(
        expect.objectContaining({ code: 'input', message: expect.stringContaining("'x+'") }),
      );
    }
  });

  it('gives spans as the text goes by, and holds little of it', () => {
    const scanner = new ProtectScanner(['7+'], { longestMatch: 1000 });
    let late = 0;
    for (let at = 0; at < 500; at += 1) {
      const spans = scanner.push(`${'.'.repeat(99)}7`);
      for (const [start] of spans) late = Math.max(late, (at + 1) * 100 - start);
    }
    expect(late).toBeGreaterThan(0);
    expect(late).toBeLessThanOrEqual(2100);
  });

  it('finds nothing without patterns', () => {
    expect(scan(['text'], [])).toEqual([]);
  });
});

describe('patterns', () => {
  it.each(['(', '[a', 'a{2,1}', '\\', '(?<n>a)(?<n>b)', '*'])(
    'that are no regular expressions are refused: %s',
    (pattern) => {
      expect(() => new ProtectScanner(['fine', pattern])).toThrow(
        expect.objectContaining({
          code: 'usage',
          message: expect.stringContaining(`'${pattern}'`),
          hint: expect.any(String),
        }),
      );
    },
  );

  it.each([
    '',
    '^',
    '$',
    '\\b',
    '^$|\\B',
    '(?:)',
    '(?=a)',
    '(?<!\\w(a|b))',
    '(|(?<n>))*',
    '(?:^(?=[)(])|(?<![\\])])){1,2}',
  ])('that match no characters are refused: %s', (pattern) => {
    expect(() => new ProtectScanner([pattern])).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining('no characters') }),
    );
  });

  it.each([
    'a*',
    '(?=a).',
    '[^]',
    '\\$',
    '(?<n>x)?',
    '\\k<n>(?<n>x)',
    '\\p{Lu}',
    '(?:(?!x)y)?',
    '\\(\\)',
    '[(]',
  ])('that may match some are taken: %s', (pattern) => {
    expect(() => new ProtectScanner([pattern])).not.toThrow();
  });
});
