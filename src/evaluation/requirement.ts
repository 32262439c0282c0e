import { PithError } from '../pipeline/errors.ts';
import { type Measure, measures } from './result.ts';
import { curveName } from './setting.ts';
import type { Summary } from './summary.ts';

/** What a sweep must reach, as in `survival@4>=0.95`. */
export interface Requirement {
  /** As it was written. */
  readonly text: string;
  readonly measure: Measure;
  readonly ratio: number;
  readonly least: number;
}

/** A setting that does not reach what is required. */
export interface Shortfall {
  readonly requirement: Requirement;
  readonly curve: string;
  readonly mean: number;
}

/** @throws {PithError} `usage` for what is no requirement. */
export function parseRequirement(text: string): Requirement {
  const [, name, ratio, least] =
    /^\s*([a-z0-9]+)\s*@\s*(\d+(?:\.\d+)?)\s*>=\s*(\d*\.?\d+)\s*$/.exec(text) ?? [];
  const measure = measures.find((one) => one === name);
  if (measure === undefined || Number(ratio) <= 1 || Number(least) > 1) {
    throw new PithError('usage', `takes MEASURE@RATIO>=SHARE, such as survival@4>=0.95, not '${text}'`, {
      hint: `measures: ${measures.join(', ')}; a ratio is above 1, a share at most 1`,
    });
  }
  return { text, measure, ratio: Number(ratio), least: Number(least) };
}

/**
 * The settings that fall short: of every level, with the question known and not, the mean over all rows counts.
 *
 * @throws {PithError} `usage` where the sweep has nothing that could be judged: another ratio, or no row with the measure.
 */
export function shortfalls({ curves }: Summary, requirements: readonly Requirement[]): readonly Shortfall[] {
  return requirements.flatMap((requirement) => {
    const { text, measure, ratio, least } = requirement;
    const found = curves.flatMap((curve) => {
      const estimate = curve.points.find((point) => point.ratio === ratio)?.measures[measure];
      return estimate === undefined ? [] : [{ curve: curveName(curve), mean: estimate.mean }];
    });
    if (found.length === 0) {
      throw new PithError('usage', `nothing was measured that ${text} could be judged by`, {
        hint: `--ratios must have ${ratio}, and some row must allow for ${measure}`,
      });
    }
    return found.filter(({ mean }) => mean < least).map((one) => ({ requirement, ...one }));
  });
}
