import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Compressor, openCompressor } from '../../src/compress/compressor.ts';
import type { StreamOptions } from '../../src/compress/stream/stream-options.ts';
import type { StreamPart } from '../../src/compress/stream/stream-run.ts';
import { mediaTypes } from '../../src/stages/media-type.ts';
import { countTokens } from './collect.ts';
import { anyText, longText } from './sample-texts.ts';

let compressor: Compressor;
beforeAll(async () => {
  compressor = await openCompressor({ level: 1 });
});
afterAll(() => compressor[Symbol.asyncDispose]());

async function parts(
  source: Iterable<string>,
  options: StreamOptions,
  by = compressor,
): Promise<StreamPart[]> {
  const all: StreamPart[] = [];
  for await (const part of by.stream(source, options)) all.push(part);
  return all;
}

/** The text in pieces that end at `cuts`. */
function pieces(text: string, cuts: readonly number[]): string[] {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  return places.slice(1).map((end, at) => text.slice(places[at], end));
}

/** Long enough for several windows. */
const veryLong = fc.array(longText, { minLength: 1, maxLength: 8 }).map((texts) => texts.join('\n'));
const options: fc.Arbitrary<StreamOptions> = fc.record({
  budget: fc.oneof(
    fc.record({ type: fc.constant('ratio' as const), ratio: fc.double({ min: 1.2, max: 30, noNaN: true }) }),
    fc.record({ type: fc.constant('rate' as const), rate: fc.double({ min: 0.01, max: 0.9, noNaN: true }) }),
  ),
  mediaType: fc.constantFrom(...mediaTypes.filter((type) => type !== 'application/json')),
  gap: fc.constantFrom(undefined, ' […] '),
  question: fc.constantFrom(undefined, 'What sank in 1907?'),
  minPassage: fc.constantFrom(0, 12),
});

function rateOf({ budget }: StreamOptions): number {
  if (budget?.type === 'rate') return budget.rate;
  return budget?.type === 'ratio' ? 1 / budget.ratio : 1 / 3;
}

describe('a stream', () => {
  it('hands on what it keeps within 33,000 characters, as the manual says', async () => {
    const types = mediaTypes.filter((type) => type !== 'application/json' && type !== 'application/x-ndjson');
    const texts = fc.sample(fc.array(longText, { minLength: 3, maxLength: 4 }), { seed: 3, numRuns: 4 });
    let longest = 0;
    for (const [at, mediaType] of types.entries()) {
      const text = [...(texts[at % texts.length] ?? []), 'one word after the other '.repeat(2000)].join('\n');
      let taken = 0;
      function* slowly() {
        for (let start = 0; start < text.length; start += 1000) {
          yield text.slice(start, start + 1000);
          taken = start + 1000;
        }
      }
      let handedOn = 0;
      for await (const { spans } of compressor.stream(slowly(), {
        mediaType,
        budget: { type: 'rate', rate: 1 },
      })) {
        longest = Math.max(longest, taken - handedOn);
        handedOn = spans.at(-1)?.[1] ?? handedOn;
      }
    }
    expect(longest).toBeLessThanOrEqual(33_000);
    expect(longest).toBeGreaterThan(28_000);
  });

  it('never spends more than the ratio leaves of what has passed by, and every character is of the source', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyText, veryLong), options, async (text, chosen) => {
        let output = '';
        let last = 0;
        let inputTokensAtEnd = 0;
        for (const { text: own, spans, gaps, inputTokens, outputTokens } of await parts([text], chosen)) {
          let rebuilt = spans.map(([start, end]) => text.slice(start, end)).join('');
          for (const [position] of gaps)
            rebuilt = rebuilt.slice(0, position) + chosen.gap + rebuilt.slice(position);
          expect(own).toBe(rebuilt);
          for (const [start, end] of spans) {
            expect(start).toBeGreaterThanOrEqual(last);
            last = end;
          }
          output += own;
          expect(outputTokens).toBe(countTokens(output));
          expect(outputTokens).toBeLessThanOrEqual(rateOf(chosen) * inputTokens);
          inputTokensAtEnd = inputTokens;
        }
        expect(inputTokensAtEnd).toBe(countTokens(text));
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it('gives the same parts, however the text is divided into pieces', async () => {
    const cuts = fc.oneof(
      fc.array(fc.nat(), { maxLength: 12 }),
      fc.integer({ min: 1, max: 900 }).map((size) => Array.from({ length: 60 }, (_, at) => at * size)),
    );
    await fc.assert(
      fc.asyncProperty(veryLong, options, cuts, async (text, chosen, places) => {
        expect(await parts(pieces(text, places), chosen)).toEqual(await parts([text], chosen));
      }),
      { numRuns: 12, endOnFailure: true },
    );
    const text = fc.sample(veryLong, { seed: 4, numRuns: 3 }).join('\n');
    const plain: StreamOptions = { mediaType: 'text/plain' };
    expect(await parts(text.split(''), plain)).toEqual(await parts([text], plain));
  });

  it('keeps lines of JSON whole', async () => {
    const record = fc.record({
      id: fc.nat(),
      message: fc.lorem({ maxCount: 30 }),
      tags: fc.array(fc.lorem({ maxCount: 1 }), { maxLength: 5 }),
      at: fc.record({ line: fc.nat(), file: fc.lorem({ maxCount: 2 }) }),
    });
    const lines = fc.sample(record, { seed: 8, numRuns: 1200 }).map((value) => JSON.stringify(value));
    const text = `${lines.join('\n')}\n`;
    const found = await parts([text], { budget: { type: 'ratio', ratio: 4 } });
    expect(found.length).toBeGreaterThan(5);
    expect(found[0]?.mediaType).toBe('application/x-ndjson');
    const kept = found
      .map((part) => part.text)
      .join('')
      .split('\n')
      .filter((line) => line !== '');
    expect(kept.length).toBeGreaterThan(100);
    for (const line of kept) expect(JSON.parse(line)).toHaveProperty('id');
  });

  it.each([
    [3, undefined],
    [10, 'What sank in 1907?'],
  ])('is within 3 % of the ratio %d after a megabyte (question: %s)', async (ratio, question) => {
    const text = fc.sample(longText, { seed: 21, numRuns: 400 }).join('\n').repeat(2).slice(0, 1_080_000);
    const found = await parts([text], { budget: { type: 'ratio', ratio }, question });
    let reached = 0;
    let seen = 0;
    for (const { spans, inputTokens, outputTokens } of found) {
      seen = spans.at(-1)?.[1] ?? seen;
      if (seen < 1_000_000) continue;
      expect((outputTokens * ratio) / inputTokens).toBeGreaterThan(0.97);
      reached += 1;
    }
    expect(reached).toBeGreaterThan(0);
  });

  it('hands on what it has before more comes than its look-ahead', async () => {
    let read = 0;
    const endless = (function* () {
      for (;;) {
        read += 100;
        yield 'The lock keeper wrote 12 names into the book, and closed the gate of the harbour at 7.\n'.padEnd(
          100,
          '.',
        );
      }
    })();
    let taken = 0;
    for await (const { spans } of compressor.stream(endless, {})) {
      const end = spans.at(-1)?.[1] ?? 0;
      expect(read - end).toBeLessThan(40_000);
      taken += 1;
      if (taken === 6) break;
    }
    expect(taken).toBe(6);
  });

  it('finishes what was taken in when the source ends early, also an empty one', async () => {
    expect(await parts([], {})).toMatchObject([{ text: '', inputTokens: 0, outputTokens: 0 }]);
    const [only] = await parts(['The ferry sank on 14 March 1907 ', 'with 23 people on board.'], {
      budget: { type: 'ratio', ratio: 2 },
    });
    expect(only?.outputTokens).toBeGreaterThan(4);
  });

  it('refuses what needs the end of the input', async () => {
    const refused: StreamOptions[] = [
      { budget: { type: 'tokens', tokens: 100 } },
      { budget: { type: 'fit', context: 100 } },
      { mediaType: 'application/json' },
      ...[{ protect: ['a'] }, { strict: true }, { perDocument: true }, { explain: true }].map(
        (one) => one as StreamOptions,
      ),
    ];
    for (const one of refused) await expect(parts(['A text.'], one)).rejects.toMatchObject({ code: 'usage' });
    const off: object = { strict: false, perDocument: false, explain: false, condense: false };
    expect(await parts(['A text.'], off)).toHaveLength(1);
    expect(() => compressor.stream('A text.' as unknown as string[])).toThrow('iterable');
  });

  it('stops when it is told to', async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(parts(['A text.'], { signal: abort.signal })).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('a stream with an encoder', () => {
  it.each([undefined, 'Who closed the gate?'])(
    'keeps the budget, and gives the same for any pieces (question: %s)',
    async (question) => {
      await using encoding = await openCompressor({ threads: 2 });
      const text = fc.sample(longText, { seed: 2, numRuns: 4 }).join('\n').slice(0, 40_000);
      const chosen: StreamOptions = { budget: { type: 'ratio', ratio: 4 }, question };
      const whole = await parts([text], chosen, encoding);
      expect(await parts(pieces(text, [1, 900, 20_001, 20_002, 33_000]), chosen, encoding)).toEqual(whole);
      const output = whole.map((part) => part.text).join('');
      const budget = Math.floor(countTokens(text) / 4);
      expect(countTokens(output)).toBeLessThanOrEqual(budget);
      expect(countTokens(output)).toBeGreaterThan(0.97 * budget);
    },
  );
});
