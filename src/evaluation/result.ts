import type { Setting } from './setting.ts';

/** What is measured of a row, each from 0 to 1 and the more the better; null where a row does not say what would be right. */
export const measures = ['survival', 'gold', 'evidence', 'exact', 'f1', 'subspan'] as const;
export type Measure = (typeof measures)[number];

/** What each measure is, for reports. */
export const MEASURE_NAMES: Readonly<Record<Measure, string>> = {
  survival: 'Answers that survive',
  gold: 'Gold passages kept',
  evidence: 'Evidence kept',
  exact: 'Exact match',
  f1: 'F1',
  subspan: 'Answer named',
};

/** What came of one row under one setting. */
export interface EvaluationResult extends Readonly<Record<Measure, number | null>> {
  /** Stands for all that the result depends on: the row, the setting, what scores, answers and counts, the version. */
  readonly key: string;
  readonly task: string;
  readonly row: string;
  readonly metadata: Readonly<Record<string, number | string>>;
  readonly setting: Setting;
  /** What scored; null for the text as it is. */
  readonly scorer: string | null;
  /** What answered; null if nothing was asked to. */
  readonly engine: string | null;
  /** What the engine said first, or all that it was asked for; null without an engine, empty if it found nothing. */
  readonly said: string | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Wall time of the compression; null for the text as it is. */
  readonly compressSeconds: number | null;
  /** Wall time until the engine had answered; null without an engine. */
  readonly inferSeconds: number | null;
}
