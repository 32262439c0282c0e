import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Compressor, openCompressor } from '../../src/compress/compressor.ts';
import { textDocument } from '../../src/stages/document.ts';
import { collect, joined, outputOf } from './collect.ts';

let compressor: Compressor;
beforeAll(async () => {
  compressor = await openCompressor({ level: 1 });
});
afterAll(() => compressor[Symbol.asyncDispose]());

const texts = [
  'One document, with some words.',
  '',
  'A second one\nthat ends its line\n',
  'x'.repeat(20_000),
  'The last.',
];
const sources = texts.map((text, at) => textDocument(text, { id: `${at}` }));

describe('the documents of a compression', () => {
  it('may be read in part, not at all, or more than once', async () => {
    await using result = await compressor.compress(sources, { budget: { type: 'ratio', ratio: 1 } });
    const seen: unknown[] = [];
    for await (const document of result.documents()) {
      if (document.id === '0') seen.push(await firstOf(document.text()));
      if (document.id === '2') seen.push(await firstOf(document.spans()));
      if (document.id === '3') seen.push((await firstOf(document.text()))?.slice(0, 3));
      if (document.id === '4') seen.push(await joined(document.text()));
    }
    expect(seen).toEqual([texts[0], [0, texts[2]?.length], 'xxx', 'The last.']);
    const whole = await collect(result);
    expect(whole.map(({ text }) => text)).toEqual(texts);
    expect(whole.map(({ spans }) => spans)).toEqual(
      texts.map((text) => (text === '' ? [] : [[0, text.length]])),
    );
  });

  it('may be left in the middle', async () => {
    await using result = await compressor.compress(sources, { budget: { type: 'ratio', ratio: 1 } });
    for await (const { id } of result.documents()) if (id === '2') break;
    for await (const piece of result.text()) if (piece !== '') break;
    expect(await outputOf(result)).toBe(`${texts[0]}\n${texts[2]}${texts[3]}\n${texts[4]}`);
  });

  it('have pieces that tear no pair of surrogates', async () => {
    const text = '😀'.repeat(200_000);
    await using result = await compressor.compress(`x${text}`, { budget: { type: 'ratio', ratio: 1 } });
    for await (const piece of result.text()) {
      expect(/\p{Surrogate}/u.test(piece)).toBe(false);
      expect(piece.length).toBeLessThanOrEqual(200_000);
    }
  });

  it('are none where there are none', async () => {
    await using result = await compressor.compress([]);
    expect(await collect(result)).toEqual([]);
    expect(result.stats).toMatchObject({
      documents: 0,
      inputTokens: 0,
      outputTokens: 0,
      budget: 0,
      ratio: 1,
    });
  });
});

describe('options that say nothing', () => {
  const dull = `${'and so it goes on and on '.repeat(60)}\n\n`;
  const long = Array.from(
    { length: 9 },
    (_, at) => `${dull}Ship ${at} was the Hesper of Lindby.\n\n${dull}`,
  ).join('');

  it.each([{ gap: '' }, { question: '' }, { question: ' \n' }])(
    'are as if they were not there: %j',
    async (options) => {
      const budget = { type: 'tokens', tokens: 30 } as const;
      await using plain = await compressor.compress(long, { budget });
      await using result = await compressor.compress(long, { budget, ...options });
      expect(await collect(result)).toEqual(await collect(plain));
      await using marked = await compressor.compress(long, { budget, gap: '…' });
      expect((await collect(marked))[0]?.gaps).not.toEqual([]);
    },
  );
});

describe('a budget', () => {
  it('of nothing leaves nothing', async () => {
    await using result = await compressor.compress(sources, {
      budget: { type: 'rate', rate: 1e-9 },
      gap: '…',
    });
    expect(await outputOf(result)).toBe('');
    expect((await collect(result)).map(({ id, length }) => [id, length])).toEqual(
      texts.map((_, at) => [`${at}`, 0]),
    );
  });

  it.each([
    { type: 'ratio', ratio: 0.5 },
    { type: 'ratio', ratio: Number.NaN },
    { type: 'ratio', ratio: Number.POSITIVE_INFINITY },
    { type: 'rate', rate: 0 },
    { type: 'rate', rate: 1.01 },
    { type: 'tokens', tokens: -1 },
    { type: 'tokens', tokens: 0 },
    { type: 'tokens', tokens: Number.NaN },
    { type: 'tokens', tokens: 1.5 },
  ] as const)('that makes no sense is refused before anything is read: %j', async (budget) => {
    const unread = { ...textDocument(''), open: () => expect.fail('it was opened') };
    await expect(compressor.compress([unread], { budget })).rejects.toMatchObject({ code: 'usage' });
  });
});

/** The first item, and no more. */
async function firstOf<T>(items: AsyncIterable<T>): Promise<T | undefined> {
  for await (const item of items) return item;
  return undefined;
}
