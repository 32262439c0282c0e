import type {
  ContextDocument,
  Engine,
  EngineReply,
  GenerativeEngine,
  WindowCount,
} from '../../models/engines/engine.ts';
import { EngineError } from '../../models/engines/engine-error.ts';
import { SURE } from '../../models/engines/sure.ts';
import type { StageCounters } from '../../pipeline/counters.ts';
import { describeGraph, type GraphDescription } from '../../pipeline/describe.ts';
import { type ChainNode, chain } from '../../pipeline/graph.ts';
import { runGraph } from '../../pipeline/run.ts';
import type { Stage } from '../../pipeline/stage.ts';
import { type AnswerStageOptions, answerStage, type WindowReply } from './answer-stage.ts';
import { standsIn } from './citations.ts';
import { addUsage, bestExtracts } from './combined-replies.ts';
import { mergeStage, type ReadWindow } from './merge-stage.ts';
import { windowsStage } from './windows-stage.ts';

/** What is asked, and how much of the context one request may hold. */
export interface InferGraphOptions extends AnswerStageOptions {
  /** Tokens that one request may hold, answer included. @default what the engine says */
  readonly limit?: number;
  /** Receives each window of several as it is read, in order. */
  readonly onWindow?: ((window: ReadWindow) => void) | undefined;
}

export interface InferRunOptions extends InferGraphOptions {
  readonly signal?: AbortSignal | undefined;
  /** Receives each graph that has run and what its stages did; one that read another's notes comes before it. */
  readonly onPass?: ((pass: InferPass) => void) | undefined;
  /** Receives what went wrong without harm, such as a trial of an early answer that failed. */
  readonly onWarning?: ((message: string) => void) | undefined;
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
  const windows: ReadWindow[] = [];
  const onWindow = (window: ReadWindow) => {
    windows.push(window);
    options.onWindow?.(window);
  };
  const graph = inferGraph(engine, { ...options, onWindow });
  const run = runGraph(graph, [context], {
    signal: options.signal,
    onEvent: (event) => event.type === 'warning' && options.onWarning?.(event.message),
  });
  const replies: EngineReply[] = [];
  try {
    for await (const reply of run) replies.push(reply);
  } catch (error) {
    throw withNotes(error, windows);
  }
  options.onPass?.({ graph: describeGraph(graph), counters: run.counters() });
  return replies[0] as EngineReply;
}

/** What was read before a failure is not lost, unless reading begins anew with smaller windows. */
function withNotes(error: unknown, windows: readonly ReadWindow[]): unknown {
  const isFinal = error instanceof EngineError && error.failure !== 'context-too-long';
  const notes = windows.flatMap(({ reply }) => reply.answers.map(({ text }) => text));
  if (!isFinal || notes.length === 0) return error;
  const { read, total } = countOf(windows);
  return new EngineError(error.failure, `${error.message} ${read} of ${total} windows were read by then.`, {
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error,
    partial: notes.join('\n'),
  });
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

function mergeExtracts(options: InferGraphOptions): Stage<WindowReply, EngineReply> {
  const { answers = 1, earlyExit = false, onText } = options;
  const merge = (parts: readonly ReadWindow[]) => {
    const replies = parts.map(({ reply }) => reply);
    const best = bestExtracts(
      replies.flatMap((reply) => reply.answers),
      answers,
    );
    if (best[0] !== undefined) onText?.(best[0].text);
    return { answers: best, ...addUsage(replies), windows: countOf(parts) };
  };
  const isSure = ({ reply }: ReadWindow) =>
    reply.answers.some((answer) => answer.type === 'extract' && answer.confidence >= SURE);
  return mergeStage({
    ...options,
    by: 'score',
    merge,
    enough: earlyExit ? (parts) => (parts.slice(-1).some(isSure) ? merge(parts) : undefined) : undefined,
  });
}

/** Answers from the notes as from any other context, as they may be too long as well. */
function mergeNotes(engine: GenerativeEngine, options: InferGraphOptions): Stage<WindowReply, EngineReply> {
  const { earlyExit = false, onText, onProgress: _, onWindow: __, ...asked } = options;
  const fromNotes = async (parts: readonly ReadWindow[], run: Pick<InferRunOptions, 'signal' | 'onText'>) => {
    const final = await runInfer(engine, notesOf(parts), { ...asked, ...run, earlyExit: false });
    return { ...final, windows: countOf(parts) };
  };
  /** What trials of an early answer cost. */
  let tried: EngineReply[] = [];
  const withUsage = (parts: readonly ReadWindow[], final: readonly EngineReply[]) => {
    const usage = addUsage([...parts.map(({ reply }) => reply), ...tried, ...final]);
    tried = [];
    return usage;
  };
  return mergeStage({
    ...options,
    by: 'notes',
    async merge(parts, { signal }) {
      const notes = notesOf(parts);
      if (notes.length === 0) return { answers: [], ...withUsage(parts, []), windows: countOf(parts) };
      if (length(notes) >= length(parts[0]?.window.context ?? [])) throw noProgress(parts.length);
      const final = await fromNotes(parts, { signal, onText });
      return { ...final, ...withUsage(parts, [final]) };
    },
    enough: earlyExit
      ? async (parts, { signal, emit }) => {
          if (parts.at(-1)?.reply.answers.length === 0) return undefined;
          const trial = await fromNotes(parts, { signal }).catch((error: unknown) => {
            emit({ type: 'warning', message: failedTrial(error, parts.length) });
          });
          if (trial === undefined) return undefined;
          const [answer] = trial.answers;
          const noted = parts.flatMap(({ window, reply }) =>
            reply.answers.length === 0 ? [] : window.documents,
          );
          if (answer !== undefined && standsIn(answer.text, noted)) {
            onText?.(answer.text);
            return { ...trial, ...withUsage(parts, [trial]) };
          }
          tried.push(trial);
          return undefined;
        }
      : undefined,
  });
}

/**
 * Says why a trial failed: it is tried again once all is read, if not before. But that a prompt is too long makes windows smaller.
 */
function failedTrial(error: unknown, windows: number): string {
  if (!(error instanceof EngineError) || error.failure === 'context-too-long') throw error;
  return `The trial of an answer after window ${windows} failed, and reading goes on: ${error.message}`;
}

function notesOf(parts: readonly ReadWindow[]): readonly ContextDocument[] {
  return parts.flatMap(({ reply }, index) =>
    reply.answers.map(({ text }) => ({ id: `part ${index + 1}`, text })),
  );
}

function countOf(parts: readonly ReadWindow[]): WindowCount {
  return { read: parts.length, total: parts[0]?.window.total ?? parts.length };
}

function length(documents: readonly ContextDocument[]): number {
  return documents.reduce((sum, { text }) => sum + text.length, 0);
}

function noProgress(windows: number): EngineError {
  return new EngineError('protocol', `The model's notes on ${windows} windows are as long as what it read.`, {
    hint: 'Use a larger model, one with a longer context, or compress the context further.',
  });
}
