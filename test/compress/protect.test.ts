import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Compressor, openCompressor } from '../../src/compress/compressor.ts';
import { PithError } from '../../src/pipeline/errors.ts';
import { textDocument } from '../../src/stages/document.ts';
import { type Collected, collect, rebuild } from './collect.ts';
import { anyMediaType, longText } from './sample-texts.ts';

let compressor: Compressor;
beforeAll(async () => {
  compressor = await openCompressor({ level: 1 });
});
afterAll(() => compressor[Symbol.asyncDispose]());

const PATTERNS = [
  '\\d+',
  ' +\\d+ +',
  '\\s+ship\\s+into\\s',
  '^\\s*- an',
  '^ +indented',
  '\\s+$',
  '^\\s+',
  '\\n\\n+',
  'board!\\s+\\S',
  'a book\\.[^]{0,40}',
  '[^]{0,30}Astrid',
  '^.*NASA.*$',
  '(?<=the )harbour|harbour master of',
  '^[^]{5}',
  '[^]{5}$(?![^])',
  '漁港\\S+',
  '\\p{Lu}\\p{L}+\\s+\\p{Lu}\\p{L}+',
  '\\p{Extended_Pictographic}',
];

/** What must survive: every match of the patterns in the whole text. */
function matches(
  text: string,
  patterns: readonly string[],
): { readonly start: number; readonly end: number }[] {
  return patterns.flatMap((pattern) =>
    [...text.matchAll(new RegExp(pattern, 'gmu'))]
      .filter(([match]) => match !== '')
      .map(({ 0: match, index }) => ({ start: index, end: index + match.length })),
  );
}

/** Matches that do not lie in one span of the output, with no gap marker inside. */
function lost(text: string, part: Collected, patterns: readonly string[]): string[] {
  let position = 0;
  const held = part.spans.map(([start, end]) => {
    const at = position;
    position += end - start;
    return { start, end, at };
  });
  return matches(text, patterns)
    .filter(({ start, end }) => !held.some((span) => span.start <= start && end <= span.end))
    .map(({ start, end }) => `${start}: ${JSON.stringify(text.slice(start, end))}`);
}

const around = fc.tuple(
  longText,
  fc.constantFrom('', '\n\n', '   ', '\t\n'),
  fc.constantFrom('', ' ', '\n\n\n', '  \r\n \r\n'),
);
const texts = around.map(([text, before, behind]) => before + text + behind);
const patterns = fc.subarray(PATTERNS, { minLength: 1, maxLength: 3 });

describe('what patterns match', () => {
  it('survives in one piece, or the run fails and says where there was no room', {
    timeout: 120_000,
  }, async () => {
    let survived = 0;
    await fc.assert(
      fc.asyncProperty(
        texts,
        anyMediaType,
        patterns,
        fc.double({ min: 1.1, max: 12, noNaN: true }),
        fc.constantFrom(undefined, 'What is in the book?', 'Which job ran on worker-7?'),
        fc.constantFrom(undefined, ' […] '),
        async (text, mediaType, protect, ratio, question, gap) => {
          const documents = [
            textDocument('Another document, which has nothing of interest. '.repeat(20), { id: 'other' }),
            textDocument(text, { id: 'text', mediaType }),
          ];
          try {
            await using result = await compressor.compress(documents, {
              protect,
              question,
              gap,
              budget: { type: 'ratio', ratio },
            });
            expect(result.stats.outputTokens).toBeLessThanOrEqual(result.stats.budget);
            const [, part] = await collect(result);
            if (part === undefined) throw new Error('The second document is missing.');
            expect(part.text).toBe(rebuild(text, part, gap));
            expect(lost(text, part, protect)).toEqual([]);
            survived += 1;
          } catch (error) {
            if (!PithError.isInstance(error)) throw error;
            expect(error.code).toBe('protected');
            expect(['text', 'other']).toContain(error.at?.document);
            const offset = error.at?.offset ?? -1;
            const named = JSON.parse(/no room for (".*")$/s.exec(error.message)?.[1] ?? 'null');
            const source =
              error.at?.document === 'text'
                ? text
                : 'Another document, which has nothing of interest. '.repeat(20);
            expect(source.slice(offset, offset + named.length)).toBe(named);
            expect(named).not.toBe('');
          }
        },
      ),
      { numRuns: 300, endOnFailure: true },
    );
    expect(survived).toBeGreaterThan(100);
  });

  it('survives where it is all that there is room for', async () => {
    const text = `${'words that nobody needs are here in great number. '.repeat(200)}The code is 7719 4402.`;
    const protect = ['code is \\d+ \\d+'];
    await using result = await compressor.compress(text, { protect, budget: { type: 'tokens', tokens: 9 } });
    const [part] = await collect(result);
    expect(part?.text).toContain('code is 7719 4402');
  });

  it('survives with the white space at the ends of a document', async () => {
    const body = 'Some words of no weight stand here in a row. '.repeat(60);
    const text = `\n\n  ${body}\n\n \n`;
    const budget = { type: 'ratio', ratio: 5 } as const;
    await using result = await compressor.compress(text, {
      budget,
      protect: ['^\\s+(?=Some)', '\\s+$(?![^])'],
    });
    const [part] = await collect(result);
    expect(part?.text.startsWith('\n\n  Some')).toBe(true);
    expect(part?.text.endsWith('. \n\n \n')).toBe(true);
  });

  it('survives in a document of white space alone', async () => {
    const documents = [
      textDocument('\n \n', { id: 'blank' }),
      textDocument('word '.repeat(500), { id: 'words' }),
    ];
    await using result = await compressor.compress(documents, { protect: ['\\n \\n'] });
    expect((await collect(result))[0]?.text).toBe('\n \n');
  });

  it('is named in the error, with its document and its offset', async () => {
    const documents = [
      textDocument('word '.repeat(300), { id: 'a' }),
      textDocument(`x ${'Keep1 '.repeat(300)}`, { id: 'b' }),
    ];
    await expect(
      compressor.compress(documents, { protect: ['Keep1'], budget: { type: 'tokens', tokens: 50 } }),
    ).rejects.toMatchObject({
      code: 'protected',
      message: expect.stringContaining('"Keep1"'),
      at: { document: 'b', offset: expect.any(Number) },
      hint: expect.any(String),
    });
  });
});
