import type { EncoderOutput } from '../../encoder/encoder.ts';
import { answerRange, normalizedAnswer } from '../answer-text.ts';
import type { ContextDocument, ExtractedAnswer } from '../engine.ts';
import { createSourceMap } from '../source-map.ts';
import { bestSpans, type PieceSpan } from './best-spans.ts';
import type { ReaderWindow } from './windows.ts';

export interface RankOptions {
  /** How many different answers are wanted. */
  readonly count: number;
  /** Weight of a window's relevance against its span's logits. */
  readonly relevanceWeight: number;
}

/**
 * The best answers over all windows, best first: start and end logit plus weighted relevance. Answers differ in
 * their normalised text and do not overlap. `outputs[i]` is what the encoder says of `windows[i]`.
 */
export function rankAnswers(
  windows: readonly ReaderWindow[],
  outputs: readonly EncoderOutput[],
  { count, relevanceWeight }: RankOptions,
): readonly ExtractedAnswer[] {
  // Overlapping windows name a span twice, and some spans are punctuation only, so each gives a few to spare.
  const candidates = windows.flatMap((window, index) =>
    windowCandidates(window, outputs[index] as EncoderOutput, count + 2, relevanceWeight),
  );
  // The sort is stable: ties go to the earlier window.
  candidates.sort((a, b) => b.score - a.score);
  const sourceMapOf = memoize(createSourceMap);
  return takeDistinct(candidates, count).map(({ document, start, end, score, confidence }) => ({
    type: 'extract',
    text: document.text.slice(start, end),
    score,
    confidence,
    document: document.id,
    source: sourceMapOf(document).sourceOf(start, end),
  }));
}

/** The confidence in the best answer that a window has; 0 if it has none. */
export function bestConfidence(window: ReaderWindow, output: EncoderOutput): number {
  return windowCandidates(window, output, 1, 0)[0]?.confidence ?? 0;
}

interface Candidate {
  readonly document: ContextDocument;
  /** UTF-16 offsets into the document's text. */
  readonly start: number;
  readonly end: number;
  readonly score: number;
  readonly confidence: number;
}

/** Pieces that an answer may have. */
const maxAnswerPieces = 20;
/** Logits of a piece: keep, keep with the question, answer start, answer end. */
const heads = 4;

function windowCandidates(
  { document, starts, ends }: ReaderWindow,
  { tokens, relevance }: EncoderOutput,
  count: number,
  relevanceWeight: number,
): readonly Candidate[] {
  const start = Float32Array.from(starts, (_, piece) => tokens[heads * piece + 2] as number);
  const end = Float32Array.from(ends, (_, piece) => tokens[heads * piece + 3] as number);
  const startMass = sumOfExponentials(start);
  const endMass = sumOfExponentials(end);
  const probability = ({ first, last }: PieceSpan) =>
    (Math.exp(start[first] as number) / startMass) * (Math.exp(end[last] as number) / endMass);
  const helps = 1 / (1 + Math.exp(-relevance));

  return bestSpans({ start, end, maxPieces: maxAnswerPieces, count }).flatMap((span) => {
    const range = answerRange(document.text, starts[span.first] as number, ends[span.last] as number);
    if (range === undefined) return [];
    const score = span.score + relevanceWeight * relevance;
    return [{ document, start: range[0], end: range[1], score, confidence: helps * probability(span) }];
  });
}

function sumOfExponentials(logits: Float32Array): number {
  return logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
}

function takeDistinct(candidates: readonly Candidate[], count: number): readonly Candidate[] {
  const taken: Candidate[] = [];
  const seen = new Set<string>();
  for (const candidate of candidates) {
    if (taken.length >= count) break;
    const form = normalizedAnswer(candidate.document.text.slice(candidate.start, candidate.end));
    if (seen.has(form) || taken.some((other) => overlap(candidate, other))) continue;
    seen.add(form);
    taken.push(candidate);
  }
  return taken;
}

function overlap(a: Candidate, b: Candidate): boolean {
  return a.document === b.document && a.start < b.end && b.start < a.end;
}

function memoize<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}
