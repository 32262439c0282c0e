import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openResources } from '../../src/compress/resources.ts';
import { measureCell } from '../../src/evaluation/measure-cell.ts';
import { RememberedCalls } from '../../src/evaluation/remembered-calls.ts';
import type { EvaluationResult } from '../../src/evaluation/result.ts';
import { openResultsFile } from '../../src/evaluation/results-file.ts';
import { scoringOnce } from '../../src/evaluation/scoring-once.ts';
import { runSweep } from '../../src/evaluation/sweep.ts';
import { planSweep, type SweepOptions } from '../../src/evaluation/sweep-plan.ts';
import { reading } from '../../src/evaluation/tasks/reading.ts';
import type { Engine } from '../../src/models/engines/engine.ts';
import { EngineError } from '../../src/models/engines/engine-error.ts';
import { temporaryFolder } from '../cli/run-pith.ts';

const signal = new AbortController().signal;
const rows = await reading.rows({ seed: 1, count: 3, lengths: [], depths: [0.5] });
const sweep: SweepOptions = {
  levels: [1],
  ratios: [2, 8],
  questions: ['known', 'unknown'],
  engine: null,
  tokenizer: 'o200k_base',
  version: '1',
};
const run = { engine: undefined, tokenizer: 'o200k_base', threads: 1, signal };
/** Without what differs from run to run. */
const steady = ({ compressSeconds: _, inferSeconds: __, ...rest }: EvaluationResult) => rest;

/** Answers with the beginning of what it reads. */
function firstWords(answer: () => void = () => {}): Engine {
  return {
    type: 'extractive',
    name: 'first words',
    contextLimit: Number.POSITIVE_INFINITY,
    async answer({ context }) {
      answer();
      const text = context[0]?.text.slice(0, 20) ?? '';
      const found = { type: 'extract', text, score: 1, confidence: 1, document: '0', source: [] } as const;
      return { answers: [found], windows: { read: 1, total: 1 } };
    },
    async close() {},
  };
}

describe('a plan', () => {
  it('has a cell for each row and setting, and each row as it is with an engine', () => {
    expect(planSweep(rows, sweep)).toHaveLength(3 * 2 * 2);
    const asked = planSweep(rows, { ...sweep, engine: 'one' });
    expect(asked).toHaveLength(3 * 2 * 2 + 3);
    expect(asked.slice(0, 3).map(({ setting }) => setting.ratio)).toEqual([1, 1, 1]);
  });

  it('names a cell by all that its result depends on', () => {
    const [first] = rows;
    const changed = first && {
      ...first,
      documents: first.documents.map((one) => ({ ...one, text: `${one.text} ` })),
    };
    const plans = [
      planSweep(rows, sweep),
      planSweep(changed === undefined ? [] : [changed], sweep),
      planSweep(rows, { ...sweep, levels: [6] }),
      planSweep(rows, { ...sweep, tokenizer: 'cl100k_base' }),
      planSweep(rows, { ...sweep, version: '2' }),
      planSweep(rows, { ...sweep, engine: 'one' }),
      planSweep(rows, { ...sweep, engine: 'other' }),
      planSweep(rows, { ...sweep, engine: 'other', asked: { maxTokens: 8 } }),
    ].map((cells) => cells.map(({ key }) => key));
    const all = plans.flat();
    expect(new Set(all).size).toBe(all.length);
    expect(planSweep(rows, sweep).map(({ key }) => key)).toEqual(plans[0]);
  });
});

describe('a sweep', () => {
  it('that was killed goes on where it was, and ends with the same results', async () => {
    const cells = planSweep(rows, sweep);
    const whole = await openResultsFile(join(temporaryFolder(), 'deep', 'results.jsonl'));
    expect(await runSweep(cells, { ...run, file: whole })).toEqual([]);

    const path = join(temporaryFolder(), 'results.jsonl');
    const some = await openResultsFile(path);
    await runSweep(cells.slice(0, 5), { ...run, file: some });
    // Killed in the middle of a line.
    appendFileSync(path, '{"key":"abc","set');
    const again = await openResultsFile(path);
    expect(again.results.size).toBe(5);
    const seen: number[] = [];
    await runSweep(cells, { ...run, file: again, onProgress: (done) => seen.push(done) });
    expect(seen).toEqual(Array.from({ length: cells.length - 5 }, (_, at) => at + 6));
    const results = (file: typeof again) => cells.map(({ key }) => file.results.get(key));
    expect(results(again).map((one) => one && steady(one))).toEqual(
      results(whole).map((one) => one && steady(one)),
    );
    const { results: stored } = await openResultsFile(path);
    expect(stored).toEqual(again.results);
    expect(readFileSync(path, 'utf8')).not.toContain('abc');
  });

  it('refuses a file that holds something else', async () => {
    const path = join(temporaryFolder(), 'results.jsonl');
    writeFileSync(path, '{"key":"a"}\nnotes\n');
    await expect(openResultsFile(path)).rejects.toMatchObject({ code: 'input', at: { line: 1 } });
    await expect(openResultsFile(join(path, 'below'))).rejects.toMatchObject({ code: /input|output/ });
  });

  it('judges what an engine says, and goes on where it fails', async () => {
    let calls = 0;
    const engine = firstWords(() => {
      calls += 1;
      if (calls === 2) throw new EngineError('server', 'the server is tired');
    });
    const cells = planSweep(rows, { ...sweep, questions: ['known'], engine: 'first words' });
    const file = await openResultsFile(join(temporaryFolder(), 'results.jsonl'));
    const options = { ...run, engine: { name: 'first words', engine }, file };
    const failures = await runSweep(cells, options);
    expect(failures.map(({ error }) => error.message)).toEqual(['the server is tired']);
    expect(file.results.size).toBe(cells.length - 1);
    for (const {
      said,
      f1,
      setting,
      compressSeconds,
      inferSeconds,
      outputTokens,
      inputTokens,
    } of file.results.values()) {
      expect(said).toHaveLength(20);
      expect(f1).not.toBeNull();
      expect(inferSeconds).not.toBeNull();
      expect(compressSeconds === null).toBe(setting.level === null);
      expect(outputTokens).toBeLessThanOrEqual(Math.ceil(inputTokens / setting.ratio));
    }
    // What failed is tried again.
    expect(await runSweep(cells, options)).toEqual([]);
    expect(file.results.size).toBe(cells.length);
  });
});

describe('scoring once', () => {
  it('gives what each compression by itself gives, with fewer calls of the model', async () => {
    await using resources = await openResources({ level: 3 });
    const plain = { resources, calls: new RememberedCalls() };
    let calls = 0;
    const counted = {
      ...resources,
      encoder: resources.encoder && {
        ...resources.encoder,
        run: (...given: Parameters<NonNullable<typeof resources.encoder>['run']>) => {
          calls += 1;
          return resources.encoder?.run(...given) as ReturnType<NonNullable<typeof resources.encoder>['run']>;
        },
      },
    };
    const scoring = scoringOnce(counted);
    const cells = planSweep(rows.slice(0, 1), {
      ...sweep,
      levels: [3],
      ratios: [2, 4, 8],
      questions: ['known'],
    });
    const made: number[] = [];
    for (const cell of cells) {
      const once = await measureCell(cell, { scoring, engine: undefined, signal });
      expect(steady(once)).toEqual(
        steady(await measureCell(cell, { scoring: plain, engine: undefined, signal })),
      );
      made.push(calls);
    }
    expect(made[0]).toBeGreaterThan(0);
    expect(made[2]).toBe(made[1]);
  });
});
