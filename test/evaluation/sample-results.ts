import { seededRandom } from '../../src/evaluation/corpus/random.ts';
import type { EvaluationResult } from '../../src/evaluation/result.ts';
import type { Setting } from '../../src/evaluation/setting.ts';

type Given = Partial<Omit<EvaluationResult, 'setting'>> & Partial<Setting> & Pick<Setting, 'level' | 'ratio'>;

/** A result as a sweep stores it, with what a test says of it. */
export function sampleResult({ level, ratio, isAsked = true, ...given }: Given): EvaluationResult {
  return {
    key: `${given.task} ${given.row} ${level} ${isAsked} ${ratio}`,
    task: 'task',
    row: '0',
    metadata: {},
    setting: { level, ratio, isAsked: level === null ? false : isAsked },
    scorer: level === null ? null : 'lexical',
    engine: 'reader',
    survival: 1,
    gold: null,
    evidence: null,
    exact: 1,
    f1: 1,
    subspan: 1,
    said: 'so',
    inputTokens: 1000,
    outputTokens: 1000 / ratio,
    compressSeconds: level === null ? null : 0.1,
    inferSeconds: 0.1,
    ...given,
  };
}

/** Results of two tasks at two levels and three ratios, the question known and not. */
export function sampleResults(): EvaluationResult[] {
  const random = seededRandom(1);
  const settings = [
    { level: null, ratio: 1, isAsked: false },
    ...([1, 6] as const).flatMap((level) =>
      [true, false].flatMap((isAsked) => [2, 4, 10].map((ratio) => ({ level, ratio, isAsked }))),
    ),
  ];
  return ['needles', 'a <b>file</b> & "more"'].flatMap((task, at) =>
    Array.from({ length: 6 }, (_, row) => row).flatMap((row) =>
      settings.map((setting) =>
        sampleResult({
          ...setting,
          task,
          row: `${row}`,
          metadata: { depth: (row % 3) / 2, ...(at === 0 && { length: row < 3 ? 2000 : 8000 }) },
          survival: Number(random.chance(1.4 / setting.ratio)),
          evidence: at === 0 ? random.next() : null,
          subspan: Number(random.chance(0.6)),
          compressSeconds: setting.level === null ? null : (setting.level / 10) * random.next(),
        }),
      ),
    ),
  );
}
