import { seededRandom } from './corpus/random.ts';

/** A mean, and where it lies with 95% confidence. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** How many values it is of. */
  readonly count: number;
}

const RESAMPLES = 1000;
const SEED = 1;

/**
 * The mean of some values with its percentile bootstrap interval: the middle 95% of the means of 1,000 samples of the same size,
 * drawn from the values with repetition. The same values in the same order give the same interval.
 *
 * @returns undefined without a value.
 */
export function estimate(values: readonly number[]): Estimate | undefined {
  const count = values.length;
  if (count === 0) return undefined;
  const random = seededRandom(SEED);
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let drawn = 0; drawn < count; drawn += 1) sum += values[Math.floor(random.next() * count)] ?? 0;
    return sum / count;
  }).sort();
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / count,
    low: means[Math.floor(0.025 * RESAMPLES)] ?? 0,
    high: means[Math.ceil(0.975 * RESAMPLES) - 1] ?? 0,
    count,
  };
}

/**
 * How much more the second setting has than the first one on the same rows, with its interval: rows differ more than settings do, so
 * this sees differences that two intervals side by side hide. Rows that only one of them has are left out.
 */
export function pairedDifference(
  first: ReadonlyMap<string, number>,
  second: ReadonlyMap<string, number>,
): Estimate | undefined {
  const differences: number[] = [];
  for (const [row, value] of first) {
    const other = second.get(row);
    if (other !== undefined) differences.push(other - value);
  }
  return estimate(differences);
}
