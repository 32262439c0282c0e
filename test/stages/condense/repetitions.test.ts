import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Repetitions } from '../../../src/stages/condense/repetitions.ts';
import type { MediaType } from '../../../src/stages/media-type.ts';
import type { Passage } from '../../../src/stages/segment/passage.ts';
import { Segmenter } from '../../../src/stages/segment/segmenter.ts';

const counter = {
  name: 'words',
  count: (text: string) => text.split(/\s+/).filter((word) => word !== '').length,
};

function passagesOf(texts: readonly string[], mediaType: MediaType): Passage[] {
  const all: Passage[] = [];
  for (const [document, text] of texts.entries()) {
    const segmenter = new Segmenter({ document, firstIndex: all.length, mediaType });
    all.push(...segmenter.push(text), ...segmenter.end());
  }
  return all;
}

/** The characters of each text that are said again. */
async function repeatedIn(
  texts: readonly string[],
  mediaType: MediaType = 'text/plain',
): Promise<string[][]> {
  await using repetitions = new Repetitions(counter);
  const passages = passagesOf(texts, mediaType);
  for (const passage of passages) repetitions.add(passage, mediaType);
  await using reader = repetitions.read();
  const found = texts.map((): string[] => []);
  for (const { index, document, text } of passages)
    for (const { start, end, alike } of await reader.of(index))
      if (alike === 0) found[document]?.push(text.slice(start, end));
  return found;
}

const nouns = [
  'harbour',
  'council',
  'lock',
  'river',
  'keeper',
  'ship',
  'bridge',
  'mayor',
  'island',
  'tower',
  'canal',
  'market',
];
const verbs = [
  'approved',
  'rejected',
  'measured',
  'repaired',
  'sold',
  'painted',
  'guarded',
  'flooded',
  'visited',
  'closed',
];
const sentence = fc
  .tuple(
    ...Array.from({ length: 3 }, () => fc.constantFrom(...nouns)),
    fc.constantFrom(...verbs),
    fc.constantFrom(...verbs),
    fc.integer({ min: 2, max: 9999 }),
  )
  .map(
    ([one, two, three, first, second, number]) =>
      `The ${one} and the ${two} ${first} what ${number} of them ${second} near the ${three}.`,
  );
const text = fc.array(sentence, { minLength: 4, maxLength: 30 });
const form = fc.constantFrom(
  (one: string) => one,
  (one: string) => `> ${one}`,
  (one: string) => `"${one}"`,
  (one: string) => one.replace(/^(.{50,70}) /, '$1\n'),
  (one: string) => one.toUpperCase(),
);

/** Five words in a row, as a reader hears them. */
function shingles(one: string): Set<string> {
  const words = one.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.slice(4).map((_, at) => words.slice(at, at + 5).join(' ')));
}

function jaccard(one: string, other: string): number {
  const [a, b] = [shingles(one), shingles(other)];
  const both = [...a].filter((shingle) => b.has(shingle)).length;
  return both / Math.max(1, a.size + b.size - both);
}

describe('what is said again', () => {
  it('is most of a text that shingles call the same, and nothing of one that they call another', async () => {
    await fc.assert(
      fc.asyncProperty(text, text, form, fc.nat(), async (original, other, asIn, changed) => {
        const place = changed % original.length;
        const copy = original.map((one, at) => (at === place ? (other[0] ?? '') : asIn(one))).join('\n');
        const source = original.join(' ');
        const [, again = []] = await repeatedIn([source, copy]);
        const similarity = jaccard(source, copy);
        const share = again.join('').length / copy.length;
        if (similarity > 0.9) expect(share).toBeGreaterThan(0.8);
        if (similarity < 0.05) expect(share).toBeLessThan(0.2);
        for (const one of again)
          expect([...shingles(one)].filter((shingle) => !shingles(source).has(shingle))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('is never a sentence that differs in a number or a word', async () => {
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.nat(),
        fc.integer({ min: 10_000, max: 99_999 }),
        async (original, at, number) => {
          const place = at % original.length;
          const copy = original.map((one, each) => (each === place ? one.replace(/\d+/, `${number}`) : one));
          const [, again = []] = await repeatedIn([original.join(' '), copy.join(' ')]);
          expect(again.join(' ')).not.toContain(`${number}`);
        },
      ),
    );
  });

  it('is the licence and the foot of each page but the first', async () => {
    const foot = 'Copyright 2024 The Harbour Company. All rights reserved.';
    const pages = nouns.map(
      (noun) => `The ${noun} was closed for the winter by the company of the harbour.\n\n${foot}\n`,
    );
    const found = await repeatedIn(pages);
    expect(found[0]).toEqual([]);
    for (const again of found.slice(1)) expect(again).toEqual([foot]);
  });

  it('is no row of a table, no value of JSON and no line of code', async () => {
    const row = 'harbour council of the northern island,approved the lock,4200000\n';
    const json = JSON.stringify(
      Array.from({ length: 9 }, () => ({ name: 'the harbour council of the northern island' })),
    );
    const line = '  return measure(harbour, council, lock, river, keeper, ship, bridge);\n';
    for (const [source, type] of [
      [row.repeat(9), 'text/csv'],
      [json, 'application/json'],
      [line.repeat(9), 'text/x-source'],
    ] as const)
      expect(await repeatedIn([source, source], type)).toEqual([[], []]);
  });

  it('is counted', async () => {
    await using repetitions = new Repetitions(counter);
    const one = 'The keeper of the lock wrote a letter to the council.';
    for (const passage of passagesOf([`${one}\n`, `${one}\n`, one], 'text/plain'))
      repetitions.add(passage, 'text/plain');
    expect(repetitions.figures).toEqual({ statements: 2, chars: 2 * one.length, tokens: 22, alike: 0 });
  });
});
