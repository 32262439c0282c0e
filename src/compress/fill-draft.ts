import type { Changes } from '../stages/assemble/changes.ts';
import type { Draft } from '../stages/assemble/draft.ts';
import { fill } from '../stages/fill/fill.ts';
import type { Way } from '../stages/fill/held-passage.ts';
import type { Scene, SceneReach } from '../stages/fill/scene.ts';
import { type Fit, FULL_ENOUGH } from './fit.ts';

/** What every output must spend of its budget, where the input has more. */
const LEAST_SHARE = 0.99;
/** Below this share even what stands in a group that is dropped is better than nothing. */
const POOR_SHARE = 0.97;
/** Budgets above this (tokens) are filled by their plans, as one unit is less than the rest that may be left. */
const SMALL_BUDGET = 8192;
/** Tokens of a unit that is given for others: as many as a line may have. */
const DEAREST_GIVEN = 400;

/** How a source is read for it. */
export interface FillReadings {
  /** Reads a draft with the units around it that could be kept. */
  readonly scene: (planned: number, held: SceneReach) => Promise<Scene>;
  readonly write: (planned: number, changes: Changes) => Promise<Draft>;
}

/**
 * Fills up a draft that leaves too much of its budget, where a single unit is a good part of it. `isAsked`: whether there is a
 * question, and lines of great worth are what it asks for.
 */
export async function fillDraft(
  budget: number,
  fit: Fit,
  { isAsked, ...readings }: FillReadings & { readonly isAsked: boolean },
): Promise<Fit> {
  const { draft, planned } = fit;
  if (draft.tokens >= LEAST_SHARE * budget || budget > SMALL_BUDGET) return fit;
  try {
    const poor = Math.ceil(POOR_SHARE * budget);
    const most = budget - draft.tokens + DEAREST_GIVEN;
    const scene = await readings.scene(planned, { most, ways: waysFor(draft, poor) });
    const changes = fill(scene, {
      budget,
      enough: Math.ceil(FULL_ENOUGH * budget),
      poor,
      given: isAsked ? 'near' : 'far',
    });
    if (changes === undefined) return fit;
    const filled = await readings.write(planned, changes);
    const isBetter = filled.tokens > draft.tokens && filled.tokens <= budget;
    await (isBetter ? draft : filled)[Symbol.asyncDispose]();
    return isBetter ? { draft: filled, planned, changes } : fit;
  } catch (error) {
    await draft[Symbol.asyncDispose]();
    throw error;
  }
}

/** How units may be added: only if a draft is poor also what stands in groups that are dropped, only if it is empty also what leaves brackets open. */
function waysFor({ tokens }: Draft, poor: number): readonly Way[] {
  if (tokens === 0) return ['whole', 'loose', 'open'];
  return tokens < poor ? ['whole', 'loose'] : ['whole'];
}
