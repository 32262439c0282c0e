import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BackgroundFrequencies } from '../../../src/models/lexicon/background.ts';
import { WordFrequencies } from '../../../src/models/lexicon/frequencies.ts';
import { type LexicalWeights, parseLexicalWeights } from '../../../src/models/lexicon/lexical-weights.ts';
import { dataFile } from '../../../src/models/model-files.ts';
import { charOffset } from '../../../src/pipeline/spans.ts';
import { lexicalScores } from '../../../src/stages/score/lexical.ts';
import { unitsOf } from '../../../src/stages/segment/units.ts';
import { anyText } from '../../compress/sample-texts.ts';

const table = readFileSync(dataFile('lexicon/english.tsv'), 'utf8');
const [head = '', ...rows] = table.trimEnd().split('\n');
const documents = new Map(rows.map((row) => [row.split('\t')[0] ?? '', Number(row.split('\t')[1])]));
const frequencies = new WordFrequencies(new BackgroundFrequencies(table));
const bundled = parseLexicalWeights(readFileSync(dataFile('lexicon/lexical.json'), 'utf8'));

interface WordScore {
  readonly start: number;
  readonly score: number;
}

/** Written from the definitions of the training script, feature by feature, without regard to speed. */
function wordScores(text: string, weights: LexicalWeights): WordScore[] {
  const words = [...text.matchAll(/[\p{L}\p{M}\p{N}_]+/gu)].map(({ 0: word, index }) => ({
    word,
    start: index,
    end: index + word.length,
  }));
  const known = words.map(({ word, start }, at) => {
    const between = at === 0 ? '.' : text.slice(words[at - 1]?.end, start);
    const capital = /^\p{Uppercase}/u.test(word);
    const midCapital = capital && !/[.!?\n]/.test(between) ? 1 : 0;
    const digit = /\p{Nd}/u.test(word) ? 1 : 0;
    return {
      idf: Math.log((Number(head) + 1) / ((documents.get(word.toLowerCase()) ?? 1) + 0.5)),
      upper: [...word].length > 1 && /\p{Uppercase}/u.test(word) && !/\p{Lowercase}/u.test(word) ? 1 : 0,
      digit,
      midCapital,
      length: Math.log([...word].length),
      position: Math.log(1 + at / words.length),
      marked: Math.max(digit, midCapital),
    };
  });
  return words.map(({ start }, at) => {
    const { marked: _, ...own } = known[at] ?? { marked: 0 };
    const features: Record<string, number> = {
      ...own,
      before: known[at - 1]?.marked ?? 0,
      after: known[at + 1]?.marked ?? 0,
      idfBefore: known[at - 1]?.idf ?? 0,
      idfAfter: known[at + 1]?.idf ?? 0,
    };
    const score = Object.entries(weights).reduce(
      (sum, [name, weight]) => sum + weight * (features[name] ?? Number.NaN),
      0,
    );
    return { start, score };
  });
}

/** The best word of each unit; of a line, halfway between that and the mean. */
function expected(text: string, unitKind: 'word' | 'line', weights: LexicalWeights): number[] {
  const units = unitsOf({ text, unitKind });
  // Where lines are units, what comes first says no more than what comes later.
  const scores = wordScores(text, unitKind === 'line' ? { ...weights, position: 0 } : weights);
  return Array.from({ length: units.count }, (_, unit) => {
    const from = unit === 0 ? 0 : (units.ends[unit - 1] ?? 0);
    const inside = scores
      .filter(({ start }) => start >= from && start < (units.ends[unit] ?? 0))
      .map(({ score }) => score);
    if (inside.length === 0) return -30;
    const best = Math.max(...inside);
    return unitKind === 'word'
      ? best
      : (best + inside.reduce((sum, score) => sum + score, 0) / inside.length) / 2;
  });
}

function actual(text: string, unitKind: 'word' | 'line', weights: LexicalWeights): number[] {
  const passage = { document: 0, index: 0, start: charOffset(0), title: '', text, unitKind };
  return [...lexicalScores(passage, unitsOf(passage), frequencies, weights)];
}

const weight = fc.double({ min: -1, max: 1, noNaN: true });
const weights: fc.Arbitrary<LexicalWeights> = fc.record({
  idf: weight,
  upper: weight,
  digit: weight,
  midCapital: weight,
  length: weight,
  position: weight,
  before: weight,
  after: weight,
  idfBefore: weight,
  idfAfter: weight,
});
const odd = fc.constantFrom(
  'NASA',
  'FOO_BAR_2',
  '𐐀𐐁 word',
  '𝐀 b',
  'Ⅷ',
  'e\u0301a! Next',
  'x.Y?Z',
  '(…)',
  '* * *',
  "don't",
  '\n\n',
);
const text = fc
  .array(fc.oneof(anyText, odd), { maxLength: 4 })
  .map((parts) => parts.join(' ').slice(0, 1600));

describe('lexical scores', () => {
  it('are what the definitions of the features say, unit by unit', () => {
    fc.assert(
      fc.property(
        text,
        fc.constantFrom('word' as const, 'line' as const),
        fc.oneof(fc.constant(bundled), weights),
        (all, unitKind, some) => {
          const scores = actual(all, unitKind, some);
          const wanted = expected(all, unitKind, some);
          expect(scores).toHaveLength(wanted.length);
          for (const [unit, score] of scores.entries())
            expect(Math.abs(score - (wanted[unit] ?? 0))).toBeLessThan(2e-4);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('put the words that tell something first', () => {
    const sentence =
      'it was said that the ferry Astrid had sunk in 1907 and that nobody had been on board of it';
    const scores = actual(sentence, 'word', bundled);
    const words = sentence.split(' ');
    const best = [...scores.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0)).slice(0, 3);
    expect(best.map((at) => words[at])).toEqual(expect.arrayContaining(['Astrid', '1907']));
  });
});

describe('weights', () => {
  it.each([
    ['{"features":{}}', 'idf'],
    [
      JSON.stringify({
        features: {
          ...Object.fromEntries(Object.keys(bundled).map((name) => [name, { weight: 1 }])),
          colour: { weight: 1 },
        },
      }),
      'colour',
    ],
  ])('that do not fit this version are refused by name', (json, name) => {
    expect(() => parseLexicalWeights(json)).toThrow(
      expect.objectContaining({ code: 'model', message: expect.stringContaining(name) }),
    );
  });
});
