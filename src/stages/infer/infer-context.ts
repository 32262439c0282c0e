import type { ContextDocument, Engine, EngineReply } from '../../models/engines/engine.ts';
import { EngineError } from '../../models/engines/engine-error.ts';
import { citationsOf } from './citations.ts';
import { type InferRunOptions, runInfer } from './infer-graph.ts';

export type InferContextOptions = Omit<InferRunOptions, 'limit'>;

/**
 * Answers a question from a context of any length. What is over the engine's limit is read in overlapping windows:
 * an extractive engine's answers are merged by score; a generative engine writes notes on each, then answers from
 * the notes. Windows shrink if the engine finds one too long. Of a written answer it is said which of its words stand in
 * the context, and where.
 */
export async function inferContext(
  engine: Engine,
  context: readonly ContextDocument[],
  options: InferContextOptions,
): Promise<EngineReply> {
  let first: EngineError | undefined;
  for (let limit = engine.contextLimit, tries = maxTries; ; tries--) {
    try {
      return withCitations(await runInfer(engine, context, { ...options, limit }), context);
    } catch (error) {
      if (!(error instanceof EngineError) || error.failure !== 'context-too-long') throw error;
      // If nothing helps, it is the one with the limit that the user knows.
      first ??= error;
      const smaller = smallerLimit(error, limit);
      if (smaller === undefined || tries === 0) throw first;
      limit = smaller;
    }
  }
}

const maxTries = 8;

function withCitations(reply: EngineReply, context: readonly ContextDocument[]): EngineReply {
  const answers = reply.answers.map((answer) =>
    answer.type === 'generated' ? { ...answer, citations: citationsOf(answer.text, context) } : answer,
  );
  return { ...reply, answers };
}

/** The engine's own word counts; if it only says that its limit, as it is known, was passed, the counter is off. */
function smallerLimit(error: EngineError, limit: number): number | undefined {
  const smaller = Math.min(error.contextLimit ?? limit, Math.floor(limit * 0.8));
  return Number.isFinite(smaller) ? smaller : undefined;
}
