import type { ContextDocument, Engine } from '../../models/engines/engine.ts';
import { EngineError } from '../../models/engines/engine-error.ts';
import { type Stage, stage } from '../../pipeline/stage.ts';
import { overlappingWindows } from './overlapping-windows.ts';

/** A part of a context that an engine reads at once. */
export interface ContextWindow {
  readonly documents: readonly ContextDocument[];
  /** The whole that it is a part of. */
  readonly context: readonly ContextDocument[];
  /** How many windows the context makes. */
  readonly total: number;
  /** Aborted once enough of the context is read: the rest of its windows need no answer. */
  readonly enough: AbortController;
}

/** What a window must leave room for. */
export interface WindowsOptions {
  /** Goes along with every window. */
  readonly question: string;
  /** Tokens that one request may hold, answer included. */
  readonly limit: number;
}

/**
 * Cuts each context into the windows that an engine can read; without a limit, into one.
 *
 * @throws {EngineError} `context-too-long` if next to nothing is left for the context.
 */
export function windowsStage(
  engine: Engine,
  { question, limit }: WindowsOptions,
): Stage<readonly ContextDocument[], ContextWindow> {
  const isLimited = limit !== Number.POSITIVE_INFINITY && engine.counter !== undefined;
  return stage({
    name: 'windows',
    options: isLimited ? { contextLimit: limit, overlap: OVERLAP } : {},
    async *run(source, { count, signal }) {
      for await (const context of source) {
        const windows = await cut(engine, context, { question, limit }, signal);
        const enough = new AbortController();
        for (const documents of windows) {
          count({ characters: documents.reduce((sum, { text }) => sum + text.length, 0) });
          yield { documents, context, total: windows.length, enough };
        }
      }
    },
  });
}

/** The share of a window that the next one repeats. */
const OVERLAP = 1 / 8;

async function cut(
  engine: Engine,
  context: readonly ContextDocument[],
  { question, limit }: WindowsOptions,
  signal: AbortSignal,
): Promise<readonly (readonly ContextDocument[])[]> {
  const { counter } = engine;
  if (limit === Number.POSITIVE_INFINITY || counter === undefined) return [context];
  const isGenerative = engine.type === 'generative';
  const overhead = isGenerative ? await engine.overhead(question) : counter.count(question);
  const exact = isGenerative ? engine.countTokens : undefined;
  const count = (text: string) => exact?.(text, signal) ?? counter.count(text);
  const room = roomFor(limit, overhead);
  return overlappingWindows(context, { count, room, overlap: Math.floor(room * OVERLAP) });
}

function roomFor(limit: number, overhead: number): number {
  const room = limit - overhead;
  if (room >= minRoom) return room;
  throw new EngineError(
    'context-too-long',
    `The engine reads ${limit} tokens, of which ${overhead} are taken by the question, the prompt and the answer.`,
    {
      hint: 'Allow fewer output tokens, ask a shorter question, or use a model with a longer context.',
    },
  );
}

const minRoom = 64;
