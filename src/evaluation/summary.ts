import { type Estimate, estimate, pairedDifference } from './bootstrap.ts';
import { type EvaluationResult, type Measure, measures } from './result.ts';
import { type Curve, isSameCurve } from './setting.ts';

/** What came of all rows under one setting. */
export interface Point {
  readonly ratio: number;
  /** Rows. */
  readonly rows: number;
  /** Absent for what no row could be judged by. */
  readonly measures: Readonly<Partial<Record<Measure, Estimate>>>;
  /** Input tokens by output tokens, over all rows. */
  readonly reachedRatio: number;
  /** Seconds of compression for 1,000 tokens of input; null for the text as it is. */
  readonly compressSecondsPerThousand: number | null;
  /** Seconds a row until the engine had answered; null without an engine. */
  readonly inferSeconds: number | null;
  /** The share of rows whose compression and answer took less time together than the answer from the text as it is. */
  readonly paid: number | null;
}

/** The points of one level, with the question known or not, by ascending ratio. */
export interface CurveSummary extends Curve {
  readonly points: readonly Point[];
}

export interface Summary {
  /** The text as it is, if it was measured. */
  readonly uncompressed: Point | undefined;
  readonly curves: readonly CurveSummary[];
}

/** How a second setting differs from a first one on the same rows. */
export interface Comparison {
  readonly first: Curve;
  readonly second: Curve;
  readonly measure: Measure;
  readonly differences: readonly { readonly ratio: number; readonly difference: Estimate }[];
}

/** Sums results up by setting, in the order in which settings first appear. */
export function summarise(results: readonly EvaluationResult[]): Summary {
  const asIs = new Map(results.filter(isAsIs).map((result) => [rowOf(result), result]));
  const curves = curvesIn(results).map((curve): CurveSummary => {
    const own = results.filter(({ setting }) => isSameCurve(setting, curve));
    const ratios = [...new Set(own.map(({ setting }) => setting.ratio))].sort((a, b) => a - b);
    const points = ratios.map((ratio) =>
      pointOf(
        ratio,
        own.filter(({ setting }) => setting.ratio === ratio),
        asIs,
      ),
    );
    return { ...curve, points };
  });
  return { uncompressed: asIs.size === 0 ? undefined : pointOf(1, [...asIs.values()], asIs), curves };
}

/**
 * What the question brings at each level, and each level beside the lowest one; and what is lost beside the text as it is.
 */
export function compareSettings(results: readonly EvaluationResult[]): readonly Comparison[] {
  const curves = curvesIn(results);
  const lowest = Math.min(...curves.map(({ level }) => level ?? Number.POSITIVE_INFINITY));
  const pairs = curves.flatMap((second): (readonly [Curve, Curve])[] => [
    ...(second.isAsked ? [[{ ...second, isAsked: false }, second] as const] : []),
    ...(second.level === lowest ? [] : [[{ ...second, level: lowest as Curve['level'] }, second] as const]),
    [{ level: null, isAsked: false }, second],
  ]);
  const ratios = [...new Set(results.filter((one) => !isAsIs(one)).map(({ setting }) => setting.ratio))];
  return pairs.flatMap(([first, second]) =>
    COMPARED.flatMap((measure): Comparison[] => {
      const differences = ratios.flatMap((ratio) => {
        const before = valuesOf(results, first, first.level === null ? 1 : ratio, measure);
        const difference = pairedDifference(before, valuesOf(results, second, ratio, measure));
        return difference === undefined ? [] : [{ ratio, difference }];
      });
      return differences.length === 0 ? [] : [{ first, second, measure, differences }];
    }),
  );
}

/** What comparisons are made of: the text, and what is answered from it. */
const COMPARED: readonly Measure[] = ['survival', 'subspan'];

/** The tasks of some results, in order. */
export function tasksIn(results: readonly EvaluationResult[]): readonly string[] {
  return [...new Set(results.map(({ task }) => task))];
}

function curvesIn(results: readonly EvaluationResult[]): readonly Curve[] {
  const curves: Curve[] = [];
  for (const { setting } of results)
    if (setting.level !== null && !curves.some((curve) => isSameCurve(curve, setting)))
      curves.push({ level: setting.level, isAsked: setting.isAsked });
  return curves;
}

function isAsIs({ setting }: EvaluationResult): boolean {
  return setting.level === null;
}

/** Rows have the same name in different tasks. */
function rowOf({ task, row }: EvaluationResult): string {
  return `${task}\n${row}`;
}

function valuesOf(
  results: readonly EvaluationResult[],
  curve: Curve,
  ratio: number,
  measure: Measure,
): ReadonlyMap<string, number> {
  const own = results.filter(({ setting }) => setting.ratio === ratio && isSameCurve(setting, curve));
  return new Map(
    own.flatMap((result) => (result[measure] === null ? [] : [[rowOf(result), result[measure]] as const])),
  );
}

function pointOf(
  ratio: number,
  results: readonly EvaluationResult[],
  asIs: ReadonlyMap<string, EvaluationResult>,
): Point {
  const total = (value: (result: EvaluationResult) => number | null) =>
    results.reduce((sum, result) => sum + (value(result) ?? 0), 0);
  const inputTokens = total((result) => result.inputTokens);
  const isCompressed = results.some(({ compressSeconds }) => compressSeconds !== null);
  const isAnswered = results.some(({ inferSeconds }) => inferSeconds !== null);
  const estimates = measures.flatMap((measure) => {
    const own = estimate(results.map((result) => result[measure]).filter((value) => value !== null));
    return own === undefined ? [] : [[measure, own] as const];
  });
  return {
    ratio,
    rows: results.length,
    measures: Object.fromEntries(estimates),
    reachedRatio:
      inputTokens /
      Math.max(
        1,
        total(({ outputTokens }) => outputTokens),
      ),
    compressSecondsPerThousand: isCompressed
      ? (1000 * total(({ compressSeconds }) => compressSeconds)) / Math.max(1, inputTokens)
      : null,
    inferSeconds: isAnswered ? total(({ inferSeconds }) => inferSeconds) / results.length : null,
    paid: paidShare(results, asIs),
  };
}

function paidShare(
  results: readonly EvaluationResult[],
  asIs: ReadonlyMap<string, EvaluationResult>,
): number | null {
  const both = results.flatMap((result) => {
    const before = asIs.get(rowOf(result))?.inferSeconds ?? null;
    if (result.compressSeconds === null || result.inferSeconds === null || before === null) return [];
    return [Number(result.compressSeconds + result.inferSeconds < before)];
  });
  return both.length === 0 ? null : both.reduce((sum, one) => sum + one, 0) / both.length;
}
