import type { ContextDocument, Engine, EngineReply } from '../../models/engines/engine.ts';
import { EngineError } from '../../models/engines/engine-error.ts';
import { type InferRunOptions, runInfer } from './infer-graph.ts';

export type InferContextOptions = Omit<InferRunOptions, 'limit'>;

/**
 * Answers a question from a context of any length. What is over the engine's limit is read in overlapping windows:
 * an extractive engine's answers are merged by score; a generative engine writes notes on each, then answers from
 * the notes. Windows shrink if the engine finds one too long.
 */
export async function inferContext(
  engine: Engine,
  context: readonly ContextDocument[],
  options: InferContextOptions,
): Promise<EngineReply> {
  for (let limit = engine.contextLimit, tries = maxTries; ; tries--) {
    try {
      return await runInfer(engine, context, { ...options, limit });
    } catch (error) {
      const smaller = tries > 0 ? smallerLimit(error, limit) : undefined;
      if (smaller === undefined) throw error;
      limit = smaller;
    }
  }
}

const maxTries = 8;

/** The engine's own word counts; if it only says that its limit, as it is known, was passed, the counter is off. */
function smallerLimit(error: unknown, limit: number): number | undefined {
  if (!(error instanceof EngineError) || error.failure !== 'context-too-long') return undefined;
  const smaller = Math.min(error.contextLimit ?? limit, Math.floor(limit * 0.8));
  return Number.isFinite(smaller) ? smaller : undefined;
}
