import type { Changes } from '../stages/assemble/changes.ts';
import type { Draft } from '../stages/assemble/draft.ts';

/** A draft that spends this share of its budget is good enough. */
export const FULL_ENOUGH = 0.99;
/** Where to aim when a draft was off: what is corrected is seldom off by more than the rest. */
const AIM = 0.995;
/** From here on the bracket is halved, which always ends. */
const MAX_CORRECTIONS = 5;
const MAX_DRAFTS = 12;

/** What was written by a plan, and costs so many tokens. */
export type Written = AsyncDisposable & { readonly tokens: number };

/** A draft, the tokens that its plan was made for, and what of it was chosen otherwise. */
export interface Fit<D extends Written = Draft> {
  readonly draft: D;
  readonly planned: number;
  readonly changes?: Changes;
}

/** A plan, and the tokens that its draft cost. */
interface Attempt {
  readonly planned: number;
  readonly tokens: number;
}

/**
 * Finds a draft that spends as much of the budget as it can without going over. The costs that the plan adds up
 * are exact but for joints over line breaks and gaps, so that the first draft often serves; otherwise the planned tokens
 * are corrected by what came out. Gives undefined if even the smallest draft is over. `isLong`: writing takes
 * a while, so that the first draft aims a little lower.
 */
export async function fitDraft<D extends Written>(
  budget: number,
  write: (planned: number) => Promise<D>,
  options: { readonly isLong?: boolean } = {},
): Promise<Fit<D> | undefined> {
  const { isLong = false } = options;
  const search = new Search<D>(budget, FULL_ENOUGH * budget);
  let planned = isLong ? Math.floor(AIM * budget) : budget;
  try {
    for (let drafts = 1; drafts <= MAX_DRAFTS; drafts += 1) {
      await search.add(planned, await write(planned));
      if (search.isOver) break;
      planned = search.next(drafts);
    }
    return search.best;
  } catch (error) {
    await search.best?.draft[Symbol.asyncDispose]();
    throw error;
  }
}

/** What is known after some drafts. */
class Search<D extends Written> {
  /** The draft that spends most, of those that fit; all others have been disposed of. */
  best: Fit<D> | undefined;
  readonly #budget: number;
  readonly #enough: number;
  /** The last plan that fitted, and the last that was over. */
  #low: Attempt = { planned: 0, tokens: 0 };
  #high: Attempt | undefined;

  constructor(budget: number, enough: number) {
    this.#budget = budget;
    this.#enough = enough;
  }

  /** Whether more drafts would lead no further. */
  get isOver(): boolean {
    if (this.best === undefined) return this.#high?.planned === 0;
    const isClosed = this.#high !== undefined && this.#high.planned - this.#low.planned <= 1;
    return isClosed || this.best.draft.tokens >= this.#enough;
  }

  async add(planned: number, draft: D): Promise<void> {
    const { tokens } = draft;
    if (tokens > this.#budget) this.#high = { planned, tokens };
    else this.#low = { planned, tokens };
    const isBetter = tokens <= this.#budget && tokens > (this.best?.draft.tokens ?? -1);
    const worse = isBetter ? this.best?.draft : draft;
    if (isBetter) this.best = { draft, planned };
    await worse?.[Symbol.asyncDispose]();
  }

  /** What to plan after so many drafts; the last chance is a draft of what is protected alone. */
  next(drafts: number): number {
    if (this.best === undefined && drafts === MAX_DRAFTS - 1) return 0;
    const move = drafts <= MAX_CORRECTIONS ? corrected : halved;
    return move(this.#low, this.#high, this.#budget);
  }
}

/** By proportion from the one side that is known, or between both. */
function corrected(low: Attempt, high: Attempt | undefined, budget: number): number {
  const aim = budget * AIM;
  if (high === undefined) {
    const scale = low.tokens === 0 ? 2 : Math.min(2, aim / low.tokens);
    return Math.max(low.planned + 1, Math.floor(low.planned * scale));
  }
  const slope = (high.planned - low.planned) / Math.max(1, high.tokens - low.tokens);
  const moved = Math.floor(low.planned + (aim - low.tokens) * slope);
  return Math.max(low.planned === 0 ? 0 : low.planned + 1, Math.min(high.planned - 1, moved));
}

function halved(low: Attempt, high: Attempt | undefined): number {
  return high === undefined ? 2 * low.planned + 1 : Math.floor((low.planned + high.planned) / 2);
}
