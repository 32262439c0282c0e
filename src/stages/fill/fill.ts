import { type Changes, NO_CHANGES } from '../assemble/changes.ts';
import { type Exchange, exchanges } from './exchanges.ts';
import type { PlacedUnit } from './held-passage.ts';
import { lineBeginnings } from './line-beginnings.ts';
import type { Scene } from './scene.ts';

/** Changes that are counted, fewer where the draft is long: so many characters are gone through for them. */
const MIN_TRIALS = 16;
const MAX_TRIALS = 256;
const TRIAL_CHARACTERS = 4_000_000;

/**
 * Finds small changes of a draft after which it spends `enough` of its budget, or else the most that was found: units
 * that still fit, several for one, the beginning of a line. Undefined if nothing is better than the draft.
 */
export function fill(scene: Scene, budget: number, enough: number): Changes | undefined {
  const search = new FillSearch(scene, budget, enough);
  tryFrom(search, scene, NO_CHANGES, budget);
  // One word rather than nothing, and so without a line end, which may cost a token.
  if (search.tokens === 0) tryFrom(search, scene, { ...NO_CHANGES, endsBare: true }, budget);
  return search.best === NO_CHANGES ? undefined : search.best;
}

function tryFrom(search: FillSearch, { dropped, kept, guards }: Scene, base: Changes, budget: number): void {
  search.tryAll(flips(base, exchanges(dropped, kept, budget - search.tokens)));
  const isEmpty = search.tokens === 0;
  search.tryAll(lineBeginnings(dropped, isEmpty ? base : search.best, { any: isEmpty, guards }));
}

function* flips(base: Changes, ways: Iterable<Exchange<PlacedUnit>>): Generator<Changes, void, undefined> {
  for (const { added, removed } of ways) {
    const flipped = new Map<number, Set<number>>();
    for (const { held, unit } of [...added, ...removed]) {
      const units = flipped.get(held.passage.index) ?? new Set();
      for (const one of held.unitsWith(unit)) units.add(one);
      flipped.set(held.passage.index, units);
    }
    yield { ...base, flipped };
  }
}

class FillSearch {
  best = NO_CHANGES;
  tokens: number;
  readonly #scene: Scene;
  readonly #budget: number;
  readonly #enough: number;
  readonly #trials: number;

  constructor(scene: Scene, budget: number, enough: number) {
    this.#scene = scene;
    this.#budget = budget;
    this.#enough = enough;
    const affordable = Math.floor(TRIAL_CHARACTERS / Math.max(1, scene.length));
    this.#trials = Math.max(MIN_TRIALS, Math.min(MAX_TRIALS, affordable));
    this.tokens = scene.tokens(NO_CHANGES);
  }

  get isDone(): boolean {
    return this.tokens >= this.#enough;
  }

  /** Counts one change after the other until one is good enough. */
  tryAll(changes: Iterable<Changes>): void {
    let trials = 0;
    for (const change of changes) {
      if (this.isDone || trials === this.#trials) return;
      trials += 1;
      const tokens = this.#scene.tokens(change);
      if (tokens <= this.tokens || tokens > this.#budget) continue;
      this.best = change;
      this.tokens = tokens;
    }
  }
}
