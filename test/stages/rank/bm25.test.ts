import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BackgroundFrequencies } from '../../../src/models/lexicon/background.ts';
import { WordFrequencies } from '../../../src/models/lexicon/frequencies.ts';
import { dataFile } from '../../../src/models/model-files.ts';
import { charOffset } from '../../../src/pipeline/spans.ts';
import { textDocument } from '../../../src/stages/document.ts';
import { Best } from '../../../src/stages/rank/best.ts';
import { Query } from '../../../src/stages/rank/query.ts';
import { TermRows } from '../../../src/stages/rank/term-rows.ts';
import { bestByTerms, TermScores } from '../../../src/stages/rank/term-scores.ts';
import { Survey } from '../../../src/stages/survey/survey.ts';

const background = new BackgroundFrequencies(readFileSync(dataFile('lexicon/english.tsv'), 'utf8'));
const counter = { name: 'none', count: () => 0 };

/** Surveys passages for a question. */
function survey(question: string | readonly string[], texts: readonly string[]) {
  const query = new Query(question, background);
  const rows = new TermRows(query.size);
  const frequencies = new WordFrequencies(background);
  const surveyed = new Survey({ counter, isSingle: true, frequencies, question: { query, rows } });
  const document = textDocument('');
  for (const [index, text] of texts.entries()) {
    const passage = { document: 0, index, start: charOffset(0), title: '', text, unitKind: 'word' as const };
    surveyed.add({ document, ordinal: 0, passages: [passage], isLast: index === texts.length - 1 });
  }
  return { rows, terms: { query, rows, statistics: surveyed.terms } };
}

const stem = (word: string) => (word.length > 3 && /^[a-z]+s$/.test(word) ? word.slice(0, -1) : word);
const wordsOf = (text: string) => (text.toLowerCase().match(/[\p{L}\p{M}\p{N}_]+/gu) ?? []).map(stem);

/** Okapi BM25 as the book has it, over all passages in memory. */
function bruteForce(terms: readonly string[], texts: readonly string[]): number[] {
  const passages = texts.map(wordsOf);
  const average = Math.max(1, passages.flat().length / passages.length);
  return passages.map((passage) =>
    terms.reduce((sum, term) => {
      const frequency = passage.filter((word) => word === term).length;
      const holding = passages.filter((other) => other.includes(term)).length;
      const idf = Math.log(1 + (passages.length - holding + 0.5) / (holding + 0.5));
      return sum + (idf * frequency * 2.2) / (frequency + 1.2 * (0.25 + (0.75 * passage.length) / average));
    }, 0),
  );
}

const vocabulary = [
  'harbour',
  'harbours',
  'Ferry',
  'ferries',
  'sank',
  'the',
  'of',
  'a',
  'astrid',
  '1907',
  'lamp',
  'Ekström',
];
const texts = fc.array(
  fc.array(fc.constantFrom(...vocabulary), { maxLength: 30 }).map((words) => words.join(' ')),
  {
    minLength: 1,
    maxLength: 40,
  },
);

/** Five at most, and none that another outdoes. */
function expectBest(best: ReadonlyMap<number, number>, wanted: readonly number[]): void {
  const order = [...wanted.keys()]
    .filter((at) => (wanted[at] ?? 0) > 0)
    .sort((a, b) => (wanted[b] ?? 0) - (wanted[a] ?? 0));
  const least = wanted[order[4] ?? -1] ?? 0;
  expect(best.size).toBe(Math.min(5, order.length));
  for (const [passage, score] of best) {
    expect(score).toBeCloseTo(wanted[passage] ?? 0, 9);
    expect(score).toBeGreaterThan(least - 1e-9);
  }
}

describe('BM25 in one pass', () => {
  it('gives every passage the score that counting everything gives', async () => {
    await fc.assert(
      fc.asyncProperty(
        texts,
        fc.subarray(['harbour', 'ferry', 'sank', 'astrid', '1907', 'ekström'], { minLength: 1 }),
        async (all, terms) => {
          // The same terms as one question, and in two questions that have some in common.
          const asked = [terms, terms.slice(0, 2), terms.slice(1)].filter(({ length }) => length > 0);
          const { rows, terms: held } = survey(
            asked.map((own) => `The ${own.join(' of ')}?`),
            all,
          );
          await using _ = rows;
          await using scores = new TermScores(held);
          const wanted = asked.map((own) => bruteForce(own, all));
          for (const passage of all.keys())
            for (const [question, score] of (await scores.of(passage)).entries())
              expect(score).toBeCloseTo(wanted[question]?.[passage] ?? Number.NaN, 9);
          const best = await bestByTerms(held, 5);
          expect(best).toHaveLength(asked.length);
          for (const [question, own] of best.entries()) expectBest(own, wanted[question] ?? []);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('may be asked about some of the passages only', async () => {
    const all = Array.from({ length: 50 }, (_, at) => (at % 3 === 0 ? `lamp ${at}` : 'nothing'));
    const { rows, terms } = survey('lamp', all);
    await using _ = rows;
    await using scores = new TermScores(terms);
    const asked = [0, 5, 6, 7, 8, 30, 49];
    const found: boolean[] = [];
    for (const passage of asked) found.push(((await scores.of(passage))[0] ?? 0) > 0);
    expect(found).toEqual(asked.map((at) => at % 3 === 0));
  });
});

describe('a question', () => {
  it('looks for its telling words, and for all of them if there is none', () => {
    expect(new Query('Who is the keeper of the lighthouse?', background).size).toBe(2);
    expect(new Query('Who is it?', background).size).toBe(3);
    expect(new Query('… ?!', background).size).toBe(0);
  });

  it('looks for two dozen words at most, the rarest', () => {
    const rare = Array.from({ length: 24 }, (_, at) => `zq${at}`);
    const query = new Query(['harbour', ...rare, 'city'].join(' '), background);
    expect(query.size).toBe(24);
  });
});

describe('several questions', () => {
  it('count the terms that they have in common once', () => {
    const query = new Query(['Where is the lighthouse?', 'Who keeps the lighthouse?', '?'], background);
    expect(query.size).toBe(2);
    expect(query.questions.map((terms) => terms.length)).toEqual([1, 2, 0]);
    expect(query.questions[1]).toEqual(expect.arrayContaining([...(query.questions[0] ?? [])]));
  });
});

describe('rows of term counts', () => {
  it('come back as they were, however many', async () => {
    for (const count of [0, 1, 7, 20_000]) {
      await using rows = new TermRows(5);
      const row = (at: number) => ({
        passage: at * 3,
        words: at % 4_000_000_000,
        counts: Uint8Array.of(at, at >> 8, 0, 255, 1),
      });
      for (let at = 0; at < count; at += 1) rows.add(row(at));
      let at = 0;
      for await (const { passage, words, counts } of rows.read()) {
        const wanted = row(at++);
        if (passage !== wanted.passage || words !== wanted.words || `${counts}` !== `${wanted.counts}`)
          expect.fail(`row ${at}`);
      }
      expect(at).toBe(count);
    }
  });
});

describe('the best', () => {
  it('are those that sorting finds, the earlier of equals', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 }),
        fc.integer({ min: 0, max: 40 }),
        (scores, limit) => {
          const best = new Best(limit);
          for (const [passage, score] of scores.entries()) best.add(passage * 2, score);
          const sorted = [...scores.entries()].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, limit);
          const inOrder = sorted.sort((a, b) => a[0] - b[0]).map(([passage, score]) => [passage * 2, score]);
          expect([...best.entries()]).toEqual(inOrder);
        },
      ),
      { numRuns: 500 },
    );
  });
});
