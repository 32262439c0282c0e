import { type EvaluationResult, measures } from './result.ts';

/** Results as CSV (RFC 4180, with a heading), a line each. */
export function resultsCsv(results: readonly EvaluationResult[]): string {
  const keys = [...new Set(results.flatMap(({ metadata }) => Object.keys(metadata)))];
  const head = [...COLUMNS.map(([name]) => name), ...keys];
  const lines = results.map((result) => [
    ...COLUMNS.map(([, value]) => value(result)),
    ...keys.map((key) => result.metadata[key] ?? null),
  ]);
  return [head, ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

type Cell = string | number | boolean | null;

const COLUMNS: readonly (readonly [string, (result: EvaluationResult) => Cell])[] = [
  ['task', ({ task }) => task],
  ['row', ({ row }) => row],
  ['level', ({ setting }) => setting.level],
  ['question_known', ({ setting }) => (setting.level === null ? null : setting.isAsked)],
  ['ratio', ({ setting }) => setting.ratio],
  ['scorer', ({ scorer }) => scorer],
  ['engine', ({ engine }) => engine],
  ...measures.map((measure) => [measure, (result: EvaluationResult) => result[measure]] as const),
  ['input_tokens', ({ inputTokens }) => inputTokens],
  ['output_tokens', ({ outputTokens }) => outputTokens],
  ['compress_seconds', ({ compressSeconds }) => compressSeconds],
  ['infer_seconds', ({ inferSeconds }) => inferSeconds],
  ['said', ({ said }) => said],
];

/** Nothing for null. What a spreadsheet would take for a formula is told apart by a quote before it. */
function cell(value: Cell): string {
  if (value === null) return '';
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : `${value}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
