import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Random, sample, seededRandom } from '../../../src/evaluation/corpus/random.ts';
import { agreement } from '../../../src/evaluation/measures/agreement.ts';
import { wordRecall } from '../../../src/evaluation/measures/recall.ts';
import { survival } from '../../../src/evaluation/measures/survival.ts';
import { charOffset, type Span } from '../../../src/pipeline/spans.ts';

const ROWS = 500;
const python = 'python3';
const hasPython = spawnSync(python, ['--version']).error === undefined;
/** Skipped by name where there is no Python, unless everything must be there. */
const withPython = hasPython || process.env['CI'] === 'true' ? it : it.skip;

/** Words and marks at which implementations part: articles, case, accents, other scripts, odd white space, marks inside of words. */
const pieces = [
  ..."the|The|a|A|an|theory|éa|a_b|Café|NAÏVE|İstanbul|straße|ΟΔΟΣ|漁港|١٩٠٧|1,907|3.5|-7|½|can’t|don't|U.S.|x²|e\u0301t".split(
    '|',
  ),
  ...'"|,|.|!|–|—|#|$|_|(|)|`|~|\u00a0|\u2003|\u3000|\u0085|\u001c|\t|\n|\u200b|'.split('|'),
  ...'harbour|keeper|lock|night|Ada Moreau|12 pounds|boats'.split('|'),
];

interface Row {
  readonly said: string;
  readonly answers: readonly string[];
  readonly text: string;
  readonly source: string;
  readonly kept: readonly Span[];
  readonly wanted: readonly Span[];
}

function generatedRow(random: Random): Row {
  const source = words(random, random.between(5, 40));
  const kept = spansOf(random, source.length);
  const part = () => {
    const start = random.between(0, source.length);
    return source.slice(start, start + random.between(0, 25));
  };
  const answers = Array.from({ length: random.between(1, 3) }, () =>
    random.chance(0.7) ? part() : words(random, 2),
  );
  const said = random.pick([
    random.pick(answers),
    words(random, 3),
    `${words(random, 1)} ${random.pick(answers)}`,
    '',
  ]);
  const text = kept.map(([start, end]) => source.slice(start, end)).join('');
  return { said, answers, text, source, kept, wanted: spansOf(random, source.length) };
}

function words(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.pick(pieces) + random.pick([' ', ' ', '', '  '])).join(
    '',
  );
}

/** Ascending, and apart from each other. */
function spansOf(random: Random, length: number): Span[] {
  const all = Array.from({ length: length + 1 }, (_, at) => at);
  const borders = sample(all, 2 * random.between(0, 4), random).sort((a, b) => a - b);
  return Array.from({ length: Math.floor(borders.length / 2) }, (_, at) => [
    charOffset(borders[2 * at] ?? 0),
    charOffset(borders[2 * at + 1] ?? 0),
  ]);
}

function measured({ said, answers, text, source, kept, wanted }: Row) {
  const { exact, f1, subspan } = agreement(said, { answers, needs: 'any' });
  return {
    exact,
    f1,
    subspan,
    all: agreement(said, { answers, needs: 'all' }).subspan,
    'any kept': survival(text, source, { answers, needs: 'any' }),
    'all kept': survival(text, source, { answers, needs: 'all' }),
    recall: wordRecall([{ text: source, kept, wanted }]),
  };
}

describe('the measures', () => {
  withPython(`are what their benchmarks define, on ${ROWS} rows`, () => {
    const random = seededRandom(Number(process.env['PITH_TEST_SEED'] ?? 9));
    const rows = Array.from({ length: ROWS }, () => generatedRow(random));
    const script = fileURLToPath(new URL('definitions.py', import.meta.url));
    const { stdout, stderr } = spawnSync(python, [script], {
      input: JSON.stringify(rows),
      encoding: 'utf8',
      env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
    });
    expect(stderr).toBe('');
    const defined = JSON.parse(stdout) as ReturnType<typeof measured>[];
    expect(defined).toHaveLength(ROWS);
    for (const [at, row] of rows.entries()) {
      const { f1, ...own } = measured(row);
      const { f1: right, ...others } = defined[at] as ReturnType<typeof measured>;
      expect({ row, ...own }).toEqual({ row, ...others });
      expect(f1).toBeCloseTo(right ?? -1, 12);
    }
    // Each of them tells rows apart.
    for (const name of Object.keys(defined[0] ?? {}) as (keyof ReturnType<typeof measured>)[])
      expect(new Set(defined.map((one) => one[name])).size).toBeGreaterThan(1);
  });

  it('do not take nothing for an answer that is an article or a mark', () => {
    const of = (said: string, answer: string) => agreement(said, { answers: [answer], needs: 'any' });
    for (const answer of ['A', '+']) {
      expect(of('', answer)).toEqual({ exact: 0, f1: 0, subspan: 0 });
      expect(of('something else', answer)).toEqual({ exact: 0, f1: 0, subspan: 0 });
      expect(of(answer, answer)).toEqual({ exact: 1, f1: 1, subspan: 1 });
    }
  });

  it('leave open what cannot be said', () => {
    expect(survival('', 'nobody', { answers: ['somebody'], needs: 'any' })).toBeNull();
    expect(survival('', 'nobody', { answers: [], needs: 'all' })).toBeNull();
    expect(wordRecall([{ text: 'a text', kept: [], wanted: [] }])).toBeNull();
    expect(agreement('one', { answers: ['one', 'two'], needs: 'all' })).toEqual({
      exact: null,
      f1: null,
      subspan: 0.5,
    });
  });
});
