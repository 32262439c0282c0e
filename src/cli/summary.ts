/** What one run did, for the one line on standard error. */
export interface RunSummary {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly seconds: number;
  readonly level: string | number | null;
  /** Named where it is not the one of the level. */
  readonly scorer?: string;
}

/** `2,104,332 → 4,000 tokens (526×) in 3.2 s · level 6`. */
export function summaryLine({ inputTokens, outputTokens, seconds, level, scorer }: RunSummary): string {
  const by = scorer === undefined ? `level ${level}` : scorer;
  const ratio = outputTokens === 0 ? '' : ` (${shortRatio(inputTokens / outputTokens)}×)`;
  return `${grouped(inputTokens)} → ${grouped(outputTokens)} tokens${ratio} in ${duration(seconds)} · ${by}`;
}

/** `3.2 s`, `4 min 12 s`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** `2,104,332`, the same in every locale. */
export function grouped(value: number): string {
  return Math.round(value)
    .toString()
    .replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** `4.02`, `526`. */
export function shortRatio(ratio: number): string {
  return ratio < 10 ? ratio.toFixed(2).replace(/\.?0+$/, '') : grouped(ratio);
}
