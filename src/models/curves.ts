import { readFile } from 'node:fs/promises';
import { PithError } from '../pipeline/errors.ts';
import { dataFile } from './model-files.ts';

/** Shares of answers that survived, for one scorer, with or without the question. */
interface Curve {
  readonly scorer: string;
  readonly question: boolean;
  /** How many questions were asked. */
  readonly questions: number;
  /** A share for each ratio. */
  readonly kept: readonly number[];
}

/** What was measured when the models were made, by `bench/standard-sweep.mjs`. */
export interface EvaluationCurves {
  /** Ratios that were measured, in ascending order. */
  readonly ratios: readonly number[];
  readonly curves: readonly Curve[];
}

/** What share of answers survives, as far as that was measured. */
export interface ExpectedAnswers {
  readonly kept: number;
  /** The highest ratio that was measured, if the one that is asked about is above it: then `kept` is for this one. */
  readonly beyond?: number;
}

/** @throws {PithError} `model` where the file is missing or damaged. */
export async function evaluationCurves(): Promise<EvaluationCurves> {
  try {
    return JSON.parse(await readFile(dataFile('curves.json'), 'utf8')) as EvaluationCurves;
  } catch (error) {
    throw new PithError('model', 'the evaluation curves cannot be read', {
      hint: 'Reinstall pith.',
      cause: error,
    });
  }
}

/** The share at a ratio, between two that were measured by their logarithms; undefined for a scorer that was not. */
export function expectedAnswers(
  { ratios, curves }: EvaluationCurves,
  {
    scorer,
    question,
    ratio,
  }: { readonly scorer: string; readonly question: boolean; readonly ratio: number },
): ExpectedAnswers | undefined {
  const curve = curves.find((one) => one.scorer === scorer && one.question === question);
  if (curve === undefined) return undefined;
  const points = [[1, 1] as const, ...ratios.map((one, at) => [one, curve.kept[at] ?? 0] as const)];
  const after = points.findIndex(([at]) => at >= ratio);
  const [last, least] = points.at(-1) ?? [1, 1];
  if (after < 0) return { kept: least, beyond: last };
  const [high, keptHigh] = points[after] ?? [1, 1];
  const [low, keptLow] = points[Math.max(0, after - 1)] ?? [1, 1];
  if (high === low) return { kept: keptHigh };
  const share = Math.log(ratio / low) / Math.log(high / low);
  return { kept: keptLow + share * (keptHigh - keptLow) };
}
