import type { Drafts, Scored } from './drafts.ts';
import type { Fit } from './fit.ts';

/** Whatever the rest costs. */
const EVERYTHING = Number.MAX_SAFE_INTEGER;

/** Writes all that is not said again, without padding; undefined if that costs no less than the input, as joining what is left may. */
export async function condensedDraft(
  drafts: Drafts,
  scored: Scored,
  inputTokens: number,
): Promise<Fit | undefined> {
  scored.allocation.leaveOutRepeated();
  const draft = await drafts.write(scored, EVERYTHING);
  if (draft.tokens < inputTokens) return { draft, planned: EVERYTHING };
  await draft[Symbol.asyncDispose]();
  return undefined;
}
