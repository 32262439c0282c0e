import type { ModelGeometry } from './geometry.ts';

/** Tokens up to which models that were tested still reason over what they read. */
const REASONING = 32_000;
/** Tokens up to which they still find what is looked up. */
const LOOKING_UP = 128_000;

/**
 * What published tests say of a context of this length; undefined for one that is read well. Scout: NoLiMa falls from 81.7
 * to 21.6 at 32K tokens, MRCR is 38.7% at 128K and 15.7% at 1M.
 */
export function readingWarning({ name, trainedContext }: ModelGeometry, tokens: number): string | undefined {
  if (tokens > trainedContext) {
    return `${name} was trained on ${count(trainedContext)} tokens of context and finds little in more (Scout on MRCR: 16% at 1M). Compress to ${count(LOOKING_UP)} for look-ups, to ${count(REASONING)} for reasoning.`;
  }
  if (tokens > LOOKING_UP) {
    return `Above ${count(LOOKING_UP)} tokens even look-ups fail often (Scout on MRCR: 39% at 128K). Compress.`;
  }
  if (tokens > REASONING) {
    return `Above ${count(REASONING)} tokens reasoning suffers (Scout on NoLiMa: 22% at 32K, 82% at its best); look-ups still work. Compress for questions that combine facts.`;
  }
  return undefined;
}

function count(tokens: number): string {
  return `${Math.round(tokens / 1000)}K`;
}
