import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BackgroundFrequencies } from '../../../src/models/lexicon/background.ts';
import { WordFrequencies } from '../../../src/models/lexicon/frequencies.ts';
import { type LexicalWeights, parseLexicalWeights } from '../../../src/models/lexicon/lexical-weights.ts';
import { dataFile } from '../../../src/models/model-files.ts';
import { charOffset } from '../../../src/pipeline/spans.ts';
import { LexicalScorer } from '../../../src/stages/score/lexical.ts';
import { lexicalStage } from '../../../src/stages/score/lexical-stage.ts';
import { MARGIN, PassageWords } from '../../../src/stages/score/passage-words.ts';
import { unitsOf } from '../../../src/stages/segment/units.ts';
import { anyText } from '../../compress/sample-texts.ts';

const table = readFileSync(dataFile('lexicon/english.tsv'), 'utf8');
const [head = '', ...rows] = table.trimEnd().split('\n');
const documents = new Map(rows.map((row) => [row.split('\t')[0] ?? '', Number(row.split('\t')[1])]));
const rowOf = new Map(rows.map((row, at) => [row.split('\t')[0] ?? '', at + 1]));
const frequencies = new WordFrequencies(new BackgroundFrequencies(table));
const bundled = parseLexicalWeights(readFileSync(dataFile('lexicon/lexical.json'), 'utf8'));

interface WordScore {
  readonly start: number;
  readonly score: number;
}

const SHARES = [0.12, 0.015, 0.0015];
const GAPS: readonly (readonly [pattern: RegExp, kind: number])[] = [
  [/^$/, 0],
  [/^ $/, 1],
  [/^-$/, 2],
  [/^['\u2019]$/, 3],
  [/^[^\n.!?]*(\n|[.!?].)/s, 5],
  [/[.!?]$/, 10],
  [/[([]/, 6],
  [/[)\]]/, 7],
  [/["\u201c\u201d]/, 8],
  [/[$\u00a3\u20ac]/, 11],
  [/,/, 4],
  [/[:;]/, 9],
  [/%/, 12],
  [/^/, 13],
];

function gapOf(gap: string): number {
  return GAPS.find(([pattern]) => pattern.test(gap))?.[1] ?? Number.NaN;
}

function shapeOf(word: string, rarity: number, starts: boolean): number {
  const forms: readonly (readonly [boolean, number])[] = [
    [/^(1\d|20)\d\d$/.test(word), 20],
    [/^[0-9]{4}$/.test(word), 21],
    [/^[0-9]{1,3}$/.test(word), 16 + word.length],
    [/^[0-9]+$/.test(word), 22],
    [/^\p{Nd}/u.test(word), 23],
    [/\p{Nd}/u.test(word), 24],
    [word.includes('_'), 25],
    [/^\P{Uppercase}.*\p{Uppercase}/u.test(word), 16],
    [/^\P{Uppercase}/u.test(word), rarity],
    [/^.$/u.test(word), starts ? 15 : 14],
    [!/\p{Lowercase}/u.test(word), rarity < 3 ? 12 : 13],
    [true, (starts ? 8 : 4) + rarity],
  ];
  return forms.find(([is]) => is)?.[1] ?? Number.NaN;
}

function endingOf(word: string): number {
  if (!/^[a-z]+$/.test(word.toLowerCase()) || !/^[a-zA-Z]+$/.test(word)) return 0;
  return [...word.toLowerCase().slice(-3)].reduce((sum, letter) => sum * 27 + letter.charCodeAt(0) - 96, 0);
}

/** Written from the definitions of the training script, feature by feature, without regard to speed. */
function wordScores(text: string, weights: LexicalWeights, withPosition: boolean): WordScore[] {
  const words = [...text.matchAll(/[\p{L}\p{M}\p{N}_]+/gu)].map(({ 0: word, index }) => ({
    word,
    low: word.toLowerCase(),
    start: index,
    end: index + word.length,
  }));
  const between = (at: number) => text.slice(words[at - 1]?.end ?? 0, words[at]?.start);
  const gap = (at: number) => {
    if (at < 0 || at > words.length) return 0;
    const kind = gapOf(between(at));
    return at === 0 && kind === 5 ? 0 : kind;
  };
  const starts = words.map((_, at) => {
    const isInitial = /^\p{Uppercase}$/u.test(words[at - 1]?.word ?? '') && !between(at).includes('\n');
    return at === 0 || (gap(at) === 5 && !isInitial);
  });
  const row = (at: number) => {
    const low = words[at]?.low;
    return low === undefined ? rows.length + 1 : (rowOf.get(low) ?? 0);
  };
  const shape = (at: number) => {
    const found = words[at];
    if (found === undefined) return 26;
    const share = (documents.get(found.low) ?? 0) / Number(head);
    return shapeOf(found.word, SHARES.filter((least) => share <= least).length, starts[at] ?? false);
  };
  const own = words.map(({ word, low }, at) => {
    const firstOfSentence = starts.lastIndexOf(true, at);
    const sentence = starts.slice(0, at + 1).filter(Boolean).length - 1;
    const kind = [3, 16, 24, 26].findIndex((last) => shape(at) <= last);
    const same = words.filter((other) => other.low === low);
    const repetition = same.length === 1 ? 0 : same[0] === words[at] ? 1 : 2;
    const byShape = (value: number) => value * 27 + shape(at);
    const found: Record<keyof LexicalWeights['tables'], number> = {
      word: row(at),
      wordBefore: row(at - 1),
      wordAfter: row(at + 1),
      word2Before: row(at - 2),
      word2After: row(at + 2),
      ending: endingOf(word),
      shape: shape(at),
      length: byShape(Math.min(15, [...word].length)),
      shapeBefore: byShape(shape(at - 1)),
      shapeAfter: byShape(shape(at + 1)),
      shapesAround: shape(at - 1) * 27 + shape(at + 1),
      shapes: byShape(shape(at - 1)) * 27 + shape(at + 1),
      shape2Before: byShape(shape(at - 2)),
      shape2After: byShape(shape(at + 2)),
      shape3Before: byShape(shape(at - 3)),
      shape3After: byShape(shape(at + 3)),
      gapBefore: byShape(gap(at)),
      gapAfter: byShape(gap(at + 1)),
      gap2Before: byShape(gap(at - 1)),
      gap2After: byShape(gap(at + 2)),
      place: byShape(Math.min(15, at - firstOfSentence)),
      sentence: Math.min(7, sentence) * 4 + kind,
      position: Math.floor((32 * at) / words.length) * 4 + kind,
      repetition: byShape(repetition),
    };
    const tables = Object.entries(found).filter(
      ([name]) => withPosition || (name !== 'sentence' && name !== 'position'),
    );
    return tables.reduce(
      (sum, [name, value]) =>
        sum + weights.step * (weights.tables[name as keyof typeof found][value] ?? Number.NaN),
      0,
    );
  });
  return words.map(({ start }, at) => {
    const score = own[at] ?? 0;
    const beside = (own[at - 1] ?? score) + (own[at + 1] ?? score);
    return { start, score: weights.base + score + weights.blend * beside };
  });
}

/** The best word of each unit; of a line, halfway between that and the mean. */
function expected(text: string, unitKind: 'word' | 'line', weights: LexicalWeights): number[] {
  const units = unitsOf({ text, unitKind });
  // Where lines are units, what comes first says no more than what comes later.
  const scores = wordScores(text, weights, unitKind === 'word');
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
  return [...new LexicalScorer(frequencies, weights).score(passage, unitsOf(passage))];
}

/** Tables of the right sizes with anything in them, small enough that no score is less than that of nothing. */
function randomWeights(seed: number): LexicalWeights {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state >> 24;
  };
  const tables = Object.fromEntries(
    Object.entries(bundled.tables).map(([name, table]) => [name, table.map(next)]),
  ) as LexicalWeights['tables'];
  return { step: 0.004, blend: 0.3, base: 1, novelty: 0.5, tables };
}

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
  'John F. Kennedy',
  'J.\nNext',
  'iPhone 3,000 kg',
  '(1907) "x" $5 10% a; b',
  'İx K ſ',
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
        fc.option(fc.nat()),
        (all, unitKind, seed) => {
          const some = seed === null ? bundled : randomWeights(seed);
          const scores = actual(all, unitKind, some);
          const wanted = expected(all, unitKind, some);
          expect(scores).toHaveLength(wanted.length);
          for (const [unit, score] of scores.entries())
            expect(Math.abs(score - (wanted[unit] ?? 0))).toBeLessThan(1e-3);
        },
      ),
      { numRuns: 150 },
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

describe('the words of a passage', () => {
  it('are read in time that grows with the text, also where every word is an initial', {
    timeout: 8000,
  }, () => {
    const words = new PassageWords().read('Ж. '.repeat(800_000), frequencies);
    expect([words.count, words.sentences[MARGIN + words.count - 1]]).toEqual([800_000, 0]);
  });
});

describe('weights', () => {
  const json = readFileSync(dataFile('lexicon/lexical.json'), 'utf8');
  const stored = JSON.parse(json) as { readonly tables: Readonly<Record<string, object>> };
  const { shape: _, ...others } = stored.tables;

  it('have a row for every word of the background, one for others and one for none', () => {
    for (const name of ['word', 'wordBefore', 'wordAfter', 'word2Before', 'word2After'] as const)
      expect(bundled.tables[name]).toHaveLength(rows.length + 2);
  });

  it.each([
    [{}, 'tables'],
    [null, 'tables'],
    [{ ...stored, step: undefined }, 'step'],
    [{ ...stored, step: '1' }, 'step'],
    [{ ...stored, tables: { ...others, shape: { size: 0 } } }, 'shape'],
    [{ ...stored, tables: others }, 'shape'],
    [{ ...stored, tables: { ...others, shape: { size: 27, steps: 'AAAA' } } }, 'shape'],
    [{ ...stored, tables: { ...stored.tables, colour: { size: 3, steps: 'AAAA' } } }, 'colour'],
  ])('that do not fit this version are refused by name', (some, name) => {
    expect(() => parseLexicalWeights(JSON.stringify(some))).toThrow(
      expect.objectContaining({ code: 'model', message: expect.stringContaining(name) }),
    );
  });

  it('that are no JSON are damaged', () => {
    expect(() => parseLexicalWeights('{"version": 1, "tab')).toThrow(
      expect.objectContaining({ code: 'model' }),
    );
  });

  it('with a table that is not as long as its feature has values are refused, though the file agrees with itself', () => {
    for (const [name, values] of Object.entries(bundled.tables)) {
      for (const length of [values.length - 1, values.length + 1]) {
        const table = { size: length, steps: Buffer.alloc(length).toString('base64') };
        const some = JSON.stringify({ ...stored, tables: { ...stored.tables, [name]: table } });
        expect(() => lexicalStage(frequencies, parseLexicalWeights(some))).toThrow(
          expect.objectContaining({ code: 'model', message: expect.stringMatching(`: ${name}$`) }),
        );
      }
    }
  });
});
