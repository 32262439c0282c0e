import { setTimeout as sleep } from 'node:timers/promises';
import type {
  AnswerOptions,
  AnswerRequest,
  Engine,
  EngineReply,
  NotesRequest,
} from '../../models/engines/engine.ts';
import { EngineError, type EngineFailure } from '../../models/engines/engine-error.ts';
import { FirstAbort } from '../../pipeline/abort.ts';
import { mapStage, type Stage } from '../../pipeline/stage.ts';
import type { ContextWindow } from './windows-stage.ts';

/** A window, and what the engine said to it. */
export interface WindowReply {
  readonly window: ContextWindow;
  /** Undefined for a window that was left out, since enough of its context was read, and for one that failed. */
  readonly reply: EngineReply | undefined;
  /** Why there is none, where the reading may end before this window: it fails in its turn, if that comes. */
  readonly failure?: EngineError;
}

/** What is asked of each window. */
export interface AnswerStageOptions extends Omit<AnswerOptions, 'signal'> {
  /** Asked of every window. */
  readonly question: string;
  /** How many different answers are wanted; only extractive engines give more than one. @default 1 */
  readonly answers?: number;
  /**
   * True to stop reading at an answer that is sure: one that is extracted with a confidence of .9, or that a language model writes
   * from its notes and that stands word for word in what it took them from. What is read and answered is the same at any
   * concurrency; the cost of windows that were under way is not counted.
   * @default false
   */
  readonly earlyExit?: boolean | undefined;
  /** Windows that the engine reads at once. @default what the engine says, else 4 */
  readonly concurrency?: number | undefined;
  /**
   * Milliseconds to wait before a window of many is asked about again, once for each number, where a server turned it away, failed or
   * broke off. A text that is one window is sent once.
   * @default [1000, 10_000]
   */
  readonly retryDelays?: readonly number[] | undefined;
}

/**
 * Asks an engine about each window. A context that is one window is answered, and streamed, as it is; of one of many
 * an extractive engine gives its answers, and a generative engine notes.
 */
export function answerStage(engine: Engine, options: AnswerStageOptions): Stage<ContextWindow, WindowReply> {
  const { question, answers = 1, earlyExit = false, onText, onProgress } = options;
  const { concurrency = engine.concurrency ?? 4, retryDelays = [1000, 10_000] } = options;
  const extracts = engine.type === 'extractive';
  return mapStage({
    name: 'answer',
    options: {
      engine: engine.name,
      ...(extracts && { answers }),
      ...(earlyExit && { earlyExit }),
      concurrency,
    },
    concurrency,
    async map(window: ContextWindow, { signal, count }) {
      const { documents: context, total, enough } = window;
      if (enough.signal.aborted) return { window, reply: undefined };
      const answer: AnswerRequest = {
        type: 'answer',
        question,
        context,
        ...(extracts && { answers, earlyExit }),
      };
      using stop = new FirstAbort([signal, enough.signal]);
      try {
        const reply =
          total === 1
            ? await engine.answer(answer, { signal, onText, onProgress })
            : await askAgain(
                engine,
                extracts ? answer : { type: 'notes', question, context },
                stop.signal,
                retryDelays,
              );
        count({ tokens: reply.usage?.inputTokens });
        return { window, reply };
      } catch (error) {
        if (enough.signal.aborted && !signal.aborted) return { window, reply: undefined };
        if (earlyExit && total > 1 && error instanceof EngineError)
          return { window, reply: undefined, failure: error };
        throw error;
      }
    },
  });
}

/** Failures that pass. */
const passing: ReadonlySet<EngineFailure> = new Set(['unreachable', 'rate-limited', 'server', 'cut']);

/** Nobody has seen anything of a window's reply, and the windows before it are read: so it is worth other tries. */
async function askAgain(
  engine: Engine,
  request: AnswerRequest | NotesRequest,
  signal: AbortSignal,
  delays: readonly number[],
): Promise<EngineReply> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await engine.answer(request as AnswerRequest, { signal });
    } catch (error) {
      const delay = delays[tries];
      const isPassing = error instanceof EngineError && passing.has(error.failure);
      if (delay === undefined || !isPassing) throw error;
      await sleep(delay, undefined, { signal });
    }
  }
}
