import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Budget } from '../../src/compress/budget.ts';
import type { CompressOptions } from '../../src/compress/compress-options.ts';
import { type Compressor, compress, openCompressor } from '../../src/compress/compressor.ts';
import { textDocument } from '../../src/stages/document.ts';
import type { ExplainedPassage, ExplainedUnit } from '../../src/stages/explain/explained-passage.ts';
import { collect } from './collect.ts';
import { temporaryFiles } from './open-spools.ts';
import { anyDocuments } from './sample-texts.ts';

let compressor: Compressor;
beforeAll(async () => {
  compressor = await openCompressor({ level: 1 });
});
afterAll(() => compressor[Symbol.asyncDispose]());

const documents = anyDocuments(3);
const budget: fc.Arbitrary<Budget> = fc.oneof(
  fc.record({ type: fc.constant('ratio' as const), ratio: fc.double({ min: 1, max: 30, noNaN: true }) }),
  fc.record({ type: fc.constant('tokens' as const), tokens: fc.integer({ min: 20, max: 3000 }) }),
);
const options: fc.Arbitrary<CompressOptions> = fc.record({
  budget,
  gap: fc.constantFrom(undefined, ' […] '),
  question: fc.constantFrom(undefined, 'Which ship, and who was on board?'),
});

async function passagesOf(passages: AsyncIterable<ExplainedPassage>): Promise<ExplainedPassage[]> {
  const all: ExplainedPassage[] = [];
  for await (const passage of passages) all.push(passage);
  return all;
}

/** Spans that touch are one. */
function merged(spans: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const all: [number, number][] = [];
  for (const [start, end] of spans) {
    const last = all.at(-1);
    if (last?.[1] === start) last[1] = end;
    else all.push([start, end]);
  }
  return all;
}

const line =
  'ERROR 2024-05-01 the harbour master could not be reached because the line to Lindby was cut by ice';
const logText = `${line}\n${line}\n`;

function textOf({ text, start }: ExplainedPassage, unit: ExplainedUnit): string {
  return text.slice(unit.start - start, unit.end - start);
}

/** What of a passage's units does not agree with its spans and threshold. */
function wrongUnits(passage: ExplainedPassage): readonly ExplainedUnit[] {
  const { units, spans, fate, threshold = -1 } = passage;
  return units.filter((unit) => {
    const { start, end, kept, reason, score, cost } = unit;
    // White space that says nothing is left out.
    const isIn = [...textOf(passage, unit).matchAll(/\S/gu)].every(({ 0: character, index }) =>
      spans.some((span) => span[0] <= start + index && start + index + character.length <= span[1]),
    );
    const touches = spans.some((span) => span[0] < end && start < span[1]);
    const text = textOf(passage, unit);
    const isTrue =
      fate === 'scored' &&
      isIn === kept &&
      touches === kept &&
      text === text.trim() &&
      (reason !== 'score' || score > threshold === kept) &&
      (reason !== 'protected' || (kept && score === 100)) &&
      cost >= 0;
    return !isTrue;
  });
}

describe('an explanation', () => {
  it('accounts for every character, and has kept what the output has', async () => {
    await fc.assert(
      fc.asyncProperty(documents, options, async (sources, chosen) => {
        await using result = await compressor.compress(sources, { ...chosen, explain: true });
        const passages = await passagesOf(result.explanation());
        const parts = await collect(result);
        for (const [ordinal, source] of sources.entries()) {
          const own = passages.filter((passage) => passage.ordinal === ordinal);
          let text = '';
          for await (const chunk of source.open()) text += chunk;
          expect(own.map((passage) => passage.text).join('')).toBe(text);
          for (const { document, start, end } of own) {
            expect(document).toBe(source.id);
            expect(end - start).toBeGreaterThan(0);
          }
          expect(merged(own.flatMap(({ spans }) => spans))).toEqual(merged(parts[ordinal]?.spans ?? []));
        }
        expect(passages.map(({ index }) => index)).toEqual(passages.map((_, at) => at));
      }),
      { numRuns: 80, endOnFailure: true },
    );
  });

  it('says of each unit whether its characters are in the output, and why by its score', async () => {
    await fc.assert(
      fc.asyncProperty(documents, options, async (sources, chosen) => {
        await using result = await compressor.compress(sources, { ...chosen, explain: true });
        const passages = await passagesOf(result.explanation());
        expect(passages.flatMap(wrongUnits)).toEqual([]);
        if (passages.some(({ fate }) => fate === 'copied'))
          expect(result.stats.inputTokens).toBeLessThanOrEqual(result.stats.budget);
      }),
      { numRuns: 80, endOnFailure: true },
    );
  });

  it('says what is protected', async () => {
    const source = 'The harbour opened. Nobody saw the harbour, nor the 23 ships in it. '.repeat(20);
    const protect = ['harbour'];
    await using result = await compressor.compress(source, { protect, explain: true });
    const passages = await passagesOf(result.explanation());
    expect(passages.flatMap(wrongUnits)).toEqual([]);
    const isProtected = passages.flatMap((passage) =>
      passage.units.map((unit) => [textOf(passage, unit), unit.reason === 'protected'] as const),
    );
    expect(isProtected.filter(([, it]) => it).length).toBe(40);
    expect(isProtected.filter(([text, it]) => it !== text.includes('harbour'))).toEqual([]);
  });

  it('says of a line whose beginning is kept that it is one', async () => {
    const source = textDocument(logText, { mediaType: 'text/x-log' });
    await using result = await compressor.compress([source], {
      budget: { type: 'tokens', tokens: 9 },
      explain: true,
    });
    const [passage] = await passagesOf(result.explanation());
    const begun = passage?.units.filter(({ reason }) => reason === 'beginning');
    expect(begun).toMatchObject([{ kept: true }, { kept: false }]);
    expect(begun?.[0]?.cost).toBe(begun?.[1]?.cost);
  });

  it('can be read again, and left in the middle', async () => {
    const source = `${logText}\n`.repeat(300);
    await using result = await compressor.compress(source, { explain: true });
    const first = await passagesOf(result.explanation());
    expect(first.length).toBeGreaterThan(20);
    for await (const passage of result.explanation()) {
      expect(passage).toEqual(first[0]);
      break;
    }
    expect(await passagesOf(result.explanation())).toEqual(first);
    expect(result.stats.passes.filter(({ name }) => name === 'explain')).toEqual([]);
  });

  it('is refused where it was not asked for', async () => {
    await using result = await compressor.compress(logText);
    expect(() => result.explanation()).toThrow(expect.objectContaining({ code: 'usage' }));
    await expect(compress(logText, { explain: 'yes' as unknown as boolean })).rejects.toMatchObject({
      code: 'usage',
    });
  });

  it('leaves no temporary file behind', async () => {
    const before = temporaryFiles().length;
    const source = `${logText}\n`.repeat(30_000);
    {
      await using result = await compressor.compress(source, { question: 'Which ship?', explain: true });
      let passages = 0;
      for await (const _ of result.explanation()) passages += 1;
      expect(passages).toBeGreaterThan(1000);
      expect(temporaryFiles().length).toBeGreaterThan(before);
    }
    expect(temporaryFiles().length).toBe(before);
  });
});

describe('relevance', () => {
  const filler = 'The clerk painted twelve lamps before noon, and nobody minded. '.repeat(12);
  const source = `${filler}\n\n${filler}\n\nThe ferry Astrid sank on 14 March 1907 near Lindby.\n\n${filler}`;
  const question = 'When did the Astrid sink?';

  it('is that of the terms where no model reads the question', async () => {
    await using result = await compressor.compress(source, { question, explain: true });
    const passages = await passagesOf(result.explanation());
    const best = passages.reduce((a, b) => ((b.terms ?? 0) > (a.terms ?? 0) ? b : a));
    expect(best.text).toContain('Astrid');
    for (const { relevance, terms } of passages)
      expect([relevance, typeof terms]).toEqual([undefined, 'number']);
  });

  it('is that of the encoder where it reads the question', async () => {
    await using result = await compress(source, {
      question,
      explain: true,
      budget: { type: 'tokens', tokens: 20 },
    });
    const passages = await passagesOf(result.explanation());
    const best = passages.reduce((a, b) => ((b.relevance ?? 0) > (a.relevance ?? 0) ? b : a));
    expect(best.text).toContain('Astrid');
    expect(best.relevance).toBeGreaterThan(0.5);
    expect(best.fate).toBe('scored');
    expect(passages.some(({ fate, spans }) => fate === 'unread' && spans.length === 0)).toBe(true);
  });

  it('is nothing without a question', async () => {
    await using result = await compressor.compress(source, { explain: true });
    for (const passage of await passagesOf(result.explanation()))
      expect([passage.relevance, passage.terms]).toEqual([undefined, undefined]);
  });
});
