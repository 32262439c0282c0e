/** What one run did, for the one line on standard error. */
export interface RunSummary {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly seconds: number;
  readonly inputChars: number;
  readonly readChars: number | null;
  readonly level: string | number | null;
  /** Named where it is not the one of the level. */
  readonly scorer?: string;
  /** Tokens of the input that said again what stood before. */
  readonly repeatedTokens?: number;
}

/** Less of the input than this need not be told. */
const TOLD_SHARE = 0.01;

/**
 * `2,104,332 → 4,000 tokens (526×) in 3.2 s · level 6 · 12% of the input repeated`, and how much of the text was not read
 * with the question.
 */
export function summaryLine(summary: RunSummary): string {
  const { inputTokens, outputTokens, seconds, level, scorer } = summary;
  const by = scorer === undefined ? `level ${level}` : scorer;
  const ratio = outputTokens === 0 ? '' : ` (${shortRatio(inputTokens / outputTokens)}×)`;
  const notes = `${repeated(summary)}${unread(summary)}`;
  return `${grouped(inputTokens)} → ${grouped(outputTokens)} tokens${ratio} in ${duration(seconds)} · ${by}${notes}`;
}

function repeated({ inputTokens, repeatedTokens = 0 }: RunSummary): string {
  const share = repeatedTokens / Math.max(1, inputTokens);
  return share < TOLD_SHARE ? '' : ` · ${Math.round(100 * share)}% of the input repeated`;
}

/** What was left to BM25; nothing where all was read with the question, or none was. */
function unread({ inputChars, readChars }: RunSummary): string {
  if (readChars === null || readChars >= inputChars) return '';
  const percent = (100 * (inputChars - readChars)) / inputChars;
  const shown = percent > 99.9 ? 'over 99.9' : percent.toFixed(percent < 99 ? 0 : 1);
  return ` · ${shown}% not read with the question, but searched for its words`;
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
