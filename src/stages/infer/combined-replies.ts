import { normalizedAnswer } from '../../models/engines/answer-text.ts';
import type { Answer, EngineReply, TokenUsage } from '../../models/engines/engine.ts';

/** The best answers of several windows that differ in their normalised text; ties go to the earlier window. */
export function bestExtracts(answers: readonly Answer[], count: number): readonly Answer[] {
  const best = new Map<string, Answer>();
  for (const answer of answers
    .filter(({ type }) => type === 'extract')
    .sort((a, b) => scoreOf(b) - scoreOf(a))) {
    const form = normalizedAnswer(answer.text);
    if (!best.has(form)) best.set(form, answer);
  }
  return [...best.values()].slice(0, count);
}

/** What several requests cost together; nothing if the engine does not say. */
export function addUsage(replies: readonly EngineReply[]): { readonly usage?: TokenUsage } {
  const known = replies.map(({ usage }) => usage).filter((usage) => usage !== undefined);
  if (known.length === 0) return {};
  const sum = (tokens: (usage: TokenUsage) => number) => known.reduce((all, usage) => all + tokens(usage), 0);
  const saysCached = known.some(({ cachedTokens }) => cachedTokens !== undefined);
  return {
    usage: {
      inputTokens: sum(({ inputTokens }) => inputTokens),
      outputTokens: sum(({ outputTokens }) => outputTokens),
      ...(saysCached && { cachedTokens: sum(({ cachedTokens = 0 }) => cachedTokens) }),
    },
  };
}

function scoreOf(answer: Answer): number {
  return answer.type === 'extract' ? answer.score : 0;
}
