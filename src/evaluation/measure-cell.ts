import { compressSource } from '../compress/compress-source.ts';
import type { Compression } from '../compress/compression.ts';
import { infer } from '../infer.ts';
import type { Engine } from '../models/engines/engine.ts';
import type { Span } from '../pipeline/spans.ts';
import { type TextDocument, textDocument } from '../stages/document.ts';
import { detectMediaType } from '../stages/media-type.ts';
import { agreement } from './measures/agreement.ts';
import { wordRecall } from './measures/recall.ts';
import { survival } from './measures/survival.ts';
import type { EvaluationResult } from './result.ts';
import type { EvaluationRow } from './row.ts';
import type { ScoringOnce } from './scoring-once.ts';
import type { Setting } from './setting.ts';
import type { Cell } from './sweep-plan.ts';

/** What answers the questions. */
export interface NamedEngine {
  /** Down to the model, since results of another one are others. */
  readonly name: string;
  readonly engine: Engine;
}

/** @throws {PithError} as `compress` and `infer` do. */
export async function measureCell(
  { key, row, setting, scorer }: Cell,
  {
    scoring,
    engine,
    signal,
  }: {
    readonly scoring: ScoringOnce;
    readonly engine: NamedEngine | undefined;
    readonly signal: AbortSignal;
  },
): Promise<EvaluationResult> {
  const { documents } = row;
  await using compression = await compressSource(
    scoring.resources,
    documents.map(asTextDocument),
    compressOptions(row, setting, signal),
  );
  const saved = scoring.calls.takeSavedSeconds();
  const { text, kept } = await outputOf(compression);
  const reply = engine && (await ask(engine.engine, row, compression, signal));
  const source = documents.map((document) => document.text).join('\n');
  const texts = documents.map((document, at) => ({ ...document, kept: kept[at] ?? [] }));
  // Of a single text all is gold, which says nothing.
  const gold = texts.every(({ isGold }) => isGold === true) ? [] : texts.filter(({ isGold }) => isGold);
  const agreed =
    reply === undefined || row.answers.length === 0
      ? { exact: null, f1: null, subspan: null }
      : agreement(reply.said, row);
  const { inputTokens, outputTokens, seconds } = compression.stats;
  return {
    key,
    task: row.task,
    row: row.id,
    metadata: row.metadata,
    setting,
    scorer,
    engine: engine?.name ?? null,
    survival: survival(text, source, row),
    gold: wordRecall(gold.map((one) => ({ ...one, wanted: [[0, one.text.length] as unknown as Span] }))),
    evidence: wordRecall(texts.map((one) => ({ ...one, wanted: one.evidence ?? [] }))),
    ...agreed,
    said: reply?.said ?? null,
    inputTokens,
    outputTokens,
    compressSeconds: setting.level === null ? null : seconds + saved,
    inferSeconds: reply?.seconds ?? null,
  };
}

/** What a row becomes to be compressed. */
export function asTextDocument(
  { title, text }: EvaluationRow['documents'][number],
  ordinal: number,
): TextDocument {
  const mediaType = detectMediaType(undefined, text);
  return textDocument(text, { id: `${ordinal}`, mediaType, ...(title !== undefined && { title }) });
}

/** How a setting compresses a row. */
export function compressOptions(row: EvaluationRow, { ratio, isAsked }: Setting, signal: AbortSignal) {
  return {
    budget: { type: 'ratio', ratio } as const,
    signal,
    ...(isAsked && { question: row.question }),
  };
}

async function outputOf(
  compression: Compression,
): Promise<{ readonly text: string; readonly kept: readonly (readonly Span[])[] }> {
  let text = '';
  for await (const piece of compression.text()) text += piece;
  const kept: Span[][] = [];
  for await (const document of compression.documents()) {
    const spans: Span[] = [];
    for await (const span of document.spans()) spans.push(span);
    kept.push(spans);
  }
  return { text, kept };
}

/** Where all of several answers are wanted, an engine that cuts them out is asked for as many; where nothing is left, none is asked. */
async function ask(
  engine: Engine,
  { question, answers, needs }: EvaluationRow,
  compression: Compression,
  signal: AbortSignal,
): Promise<{ readonly said: string; readonly seconds: number | null }> {
  if (compression.stats.outputTokens === 0) return { said: '', seconds: null };
  const count = needs === 'all' && engine.type === 'extractive' ? answers.length : 1;
  const reply = await infer(compression, { question, engine, answers: count, signal });
  return { said: reply.answers.map(({ text }) => text).join(', '), seconds: reply.seconds };
}
