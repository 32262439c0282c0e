import type {
  ContextDocument,
  Engine,
  EngineReply,
  GenerativeEngine,
  WindowCount,
} from '../../models/engines/engine.ts';
import { EngineError } from '../../models/engines/engine-error.ts';
import type { StageCounters } from '../../pipeline/counters.ts';
import { describeGraph, type GraphDescription } from '../../pipeline/describe.ts';
import { type ChainNode, chain } from '../../pipeline/graph.ts';
import { runGraph } from '../../pipeline/run.ts';
import type { Stage } from '../../pipeline/stage.ts';
import { type AnswerStageOptions, answerStage, type WindowReply } from './answer-stage.ts';
import { addUsage, bestExtracts } from './combined-replies.ts';
import { mergeStage } from './merge-stage.ts';
import { windowsStage } from './windows-stage.ts';

/** What is asked, and how much of the context one request may hold. */
export interface InferGraphOptions extends AnswerStageOptions {
  /** Tokens that one request may hold, answer included. @default what the engine says */
  readonly limit?: number;
}

export interface InferRunOptions extends InferGraphOptions {
  readonly signal?: AbortSignal | undefined;
  /** Receives each graph that has run and what its stages did; one that read another's notes comes before it. */
  readonly onPass?: ((pass: InferPass) => void) | undefined;
}

/** One run of the graph. */
export interface InferPass {
  readonly graph: GraphDescription;
  readonly counters: readonly StageCounters[];
}

/** Sends one context through the graph. */
export async function runInfer(
  engine: Engine,
  context: readonly ContextDocument[],
  options: InferRunOptions,
): Promise<EngineReply> {
  const graph = inferGraph(engine, options);
  const run = runGraph(graph, [context], { signal: options.signal });
  const replies: EngineReply[] = [];
  for await (const reply of run) replies.push(reply);
  options.onPass?.({ graph: describeGraph(graph), counters: run.counters() });
  return replies[0] as EngineReply;
}

/** A graph that answers a question from each context it gets, in overlapping windows where one is too long. */
export function inferGraph(
  engine: Engine,
  options: InferGraphOptions,
): ChainNode<readonly ContextDocument[], EngineReply> {
  const { question, limit = engine.contextLimit } = options;
  return chain(
    windowsStage(engine, { question, limit }),
    answerStage(engine, options),
    engine.type === 'extractive' ? mergeExtracts(options) : mergeNotes(engine, options),
  );
}

function mergeExtracts({
  answers = 1,
  onText,
  onProgress,
}: InferGraphOptions): Stage<WindowReply, EngineReply> {
  return mergeStage({
    by: 'score',
    onProgress,
    merge(parts) {
      const replies = parts.map(({ reply }) => reply);
      const best = bestExtracts(
        replies.flatMap((reply) => reply.answers),
        answers,
      );
      if (best[0] !== undefined) onText?.(best[0].text);
      return { answers: best, ...addUsage(replies), windows: allOf(parts) };
    },
  });
}

/** Answers from the notes as from any other context, as they may be too long as well. */
function mergeNotes(engine: GenerativeEngine, options: InferGraphOptions): Stage<WindowReply, EngineReply> {
  return mergeStage({
    by: 'notes',
    onProgress: options.onProgress,
    async merge(parts, { signal }) {
      const replies = parts.map(({ reply }) => reply);
      const notes = replies.flatMap(({ answers }, index) =>
        answers.map(({ text }) => ({ id: `part ${index + 1}`, text })),
      );
      const windows = allOf(parts);
      if (notes.length === 0) return { answers: [], ...addUsage(replies), windows };
      if (length(notes) >= length(parts[0]?.window.context ?? [])) throw noProgress(parts.length);
      const final = await runInfer(engine, notes, { ...options, signal });
      return { answers: final.answers, ...addUsage([...replies, final]), windows };
    },
  });
}

function allOf(parts: readonly unknown[]): WindowCount {
  return { read: parts.length, total: parts.length };
}

function length(documents: readonly ContextDocument[]): number {
  return documents.reduce((sum, { text }) => sum + text.length, 0);
}

function noProgress(windows: number): EngineError {
  return new EngineError('protocol', `The model's notes on ${windows} windows are as long as what it read.`, {
    hint: 'Use a larger model, one with a longer context, or compress the context further.',
  });
}
