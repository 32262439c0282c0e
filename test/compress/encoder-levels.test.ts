import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompressOptions } from '../../src/compress/compress-options.ts';
import { type Compressor, openCompressor } from '../../src/compress/compressor.ts';
import type { Level } from '../../src/compress/resources.ts';
import { type TextDocument, textDocument } from '../../src/stages/document.ts';
import { chunkedDocument, collect, countTokens, joinDocuments, outputOf, rebuild } from './collect.ts';

const names = ['Astrid', 'Fulmar', 'Sigrid', 'Hesper', 'Marigold', 'Tern'];
const entry = (at: number) =>
  `In ${1880 + at} the ${names[at % 6]} came into the harbour of Lindby with ${at * 13} barrels of herring on board, and the master wrote it into his book. ` +
  'Nobody knows today who paid for them, nor where they were sold in the end.';
const source = `${Array.from({ length: 30 }, (_, at) => entry(at)).join('\n\n')}\n\nThe lamp of the lighthouse was lit by Maren Solberg.\n`;
const code = `${'export function total(items) {\n  return items.reduce((sum, { price }) => sum + price, 0);\n}\n\n'.repeat(12)}`;
const documents = [
  textDocument(source, { id: 'book', title: 'The harbour book' }),
  textDocument(code, { id: 'code', mediaType: 'text/x-source' }),
];
const texts = [source, code];

const compressors = new Map<string, Compressor>();
const open = async (level: Level, threads: number) => {
  const key = `${level}/${threads}`;
  const compressor = compressors.get(key) ?? (await openCompressor({ level, threads }));
  compressors.set(key, compressor);
  return compressor;
};
beforeAll(() => open(6, 1));
afterAll(async () => {
  for (const compressor of compressors.values()) await compressor[Symbol.asyncDispose]();
});

async function run(compressor: Compressor, sources: readonly TextDocument[], options: CompressOptions) {
  await using result = await compressor.compress(sources, options);
  const { outputTokens, budget } = result.stats;
  return { parts: await collect(result), output: await outputOf(result), outputTokens, budget };
}

const question = 'Who lit the lamp of the lighthouse?';

describe.each([3, 6, 9] as const)('at level %d', (level) => {
  it.each([
    ['without a question', {}],
    ['with a question', { question }],
    ['with a question and little room', { question, budget: { type: 'tokens', tokens: 60 }, gap: ' … ' }],
  ] as const)('the output is cut from the source and fills its budget, %s', async (_, options) => {
    const { parts, output, outputTokens, budget } = await run(await open(level, 2), documents, options);
    for (const [at, part] of parts.entries())
      expect(part.text).toBe(rebuild(texts[at] ?? '', part, 'gap' in options ? options.gap : ''));
    expect(output).toBe(joinDocuments(parts.map(({ text }) => text)));
    expect(outputTokens).toBe(
      Math.max(
        countTokens(output),
        parts.reduce((sum, part) => sum + countTokens(part.text), 0),
      ),
    );
    expect(outputTokens).toBeLessThanOrEqual(budget);
    expect(outputTokens).toBeGreaterThanOrEqual(0.93 * budget);
    if ('question' in options) expect(output).toMatch(/Maren Solberg/);
  });
});

describe('at level 6', () => {
  it('the same bytes come out for any number of threads and any chunks, run after run', async () => {
    for (const options of [{}, { question, protect: ['\\d+ barrels'] }]) {
      const one = await run(await open(6, 1), documents, options);
      const two = await open(6, 2);
      const divided = documents.map((document, at) =>
        chunkedDocument(
          document,
          texts[at] ?? '',
          Array.from({ length: 300 }, (_, place) => place * 37),
        ),
      );
      const [beside, again] = await Promise.all([run(two, documents, options), run(two, divided, options)]);
      expect(beside).toEqual(one);
      expect(again).toEqual(one);
      expect(await run(two, documents, options)).toEqual(one);
    }
  });

  it('what is protected survives in passages that have nothing to do with the question', async () => {
    const protect = [
      'with 26 barrels\\s',
      '\\s+In 1899\\s+the',
      'reduce.*$',
      '\\n\\nexport(?=[^]{0,100}$(?![^]))',
    ];
    const { parts, outputTokens, budget } = await run(await open(6, 1), documents, {
      question,
      protect,
      budget: { type: 'tokens', tokens: 330 },
      gap: ' … ',
    });
    expect(outputTokens).toBeLessThanOrEqual(budget);
    const lost = parts.flatMap(({ spans }, at) =>
      protect
        .flatMap((pattern) => [...(texts[at] ?? '').matchAll(new RegExp(pattern, 'gmu'))])
        .filter(
          ({ 0: match, index }) =>
            !spans.some(([start, end]) => start <= index && index + match.length <= end),
        )
        .map(([match]) => match),
    );
    expect(lost).toEqual([]);
    expect(parts[0]?.text).toContain('with 26 barrels ');
    expect(parts[0]?.text).toContain('Maren Solberg');
  });
});
