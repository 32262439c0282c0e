import type { AnswerOptions, Engine, EngineReply } from '../../models/engines/engine.ts';
import { mapStage, type Stage } from '../../pipeline/stage.ts';
import type { ContextWindow } from './windows-stage.ts';

/** A window, and what the engine said to it. */
export interface WindowReply {
  readonly window: ContextWindow;
  readonly reply: EngineReply;
}

/** What is asked of each window. */
export interface AnswerStageOptions extends Omit<AnswerOptions, 'signal'> {
  /** Asked of every window. */
  readonly question: string;
  /** How many different answers are wanted; only extractive engines give more than one. @default 1 */
  readonly answers?: number;
  /** Windows that the engine reads at once. @default 4 */
  readonly concurrency?: number;
}

/**
 * Asks an engine about each window. A context that is one window is answered, and streamed, as it is; of one of many
 * an extractive engine gives its answers, and a generative engine notes.
 */
export function answerStage(
  engine: Engine,
  { question, answers = 1, concurrency = 4, onText, onProgress }: AnswerStageOptions,
): Stage<ContextWindow, WindowReply> {
  const extracts = engine.type === 'extractive';
  return mapStage({
    name: 'answer',
    options: { engine: engine.name, ...(extracts && { answers }), concurrency },
    concurrency,
    async map(window: ContextWindow, { signal, count }) {
      const { documents: context, total } = window;
      const run = total === 1 ? { signal, onText, onProgress } : { signal };
      const reply =
        extracts || total === 1
          ? await engine.answer({ type: 'answer', question, context, ...(extracts && { answers }) }, run)
          : await engine.answer({ type: 'notes', question, context }, run);
      count({ tokens: reply.usage?.inputTokens });
      return { window, reply };
    },
  });
}
