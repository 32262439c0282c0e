import { type Changes, type Flip, NO_CHANGES } from '../assemble/changes.ts';
import { type Exchange, exchanges } from './exchanges.ts';
import type { PlacedUnit, Way } from './held-passage.ts';
import { lineBeginnings } from './line-beginnings.ts';
import type { GivenReach, Scene } from './scene.ts';

/** Changes that are counted, fewer where the draft is long: so many characters are gone through for them. */
const MIN_TRIALS = 16;
const MAX_TRIALS = 256;
const TRIAL_CHARACTERS = 4_000_000;

/** What a draft may cost, in tokens. */
export interface FillGoal {
  readonly budget: number;
  /** Nothing more is tried from here on. */
  readonly enough: number;
  /** Below this, also what stands in groups that are dropped. */
  readonly poor: number;
  /** How far from the least in worth the lines may be that are given for others. */
  readonly given: GivenReach;
}

/** From what keeps every group whole to what leaves brackets open. */
const WHOLE: readonly Way[] = ['whole'];
const SINGLE: readonly Way[] = ['whole', 'loose'];
const ANY: readonly Way[] = ['whole', 'loose', 'open'];

/**
 * Finds small changes of a draft after which it spends `enough` of its budget, or else the most that was found: units
 * that still fit, several for one, the beginning of a line; single lines where that leaves it `poor`. Undefined if nothing is
 * better than the draft.
 */
export function fill(scene: Scene, goal: FillGoal): Changes | undefined {
  const search = new FillSearch(scene, goal);
  tryFrom(search, scene, NO_CHANGES, { ways: WHOLE, given: 'near' });
  if (goal.given === 'far') tryFrom(search, scene, NO_CHANGES, { ways: WHOLE, given: 'far' });
  for (const ways of [SINGLE, ANY])
    if (search.tokens < goal.poor) tryFrom(search, scene, NO_CHANGES, { ways, given: goal.given });
  // One word rather than nothing, and so without a line end, which may cost a token.
  if (search.tokens === 0)
    tryFrom(search, scene, { ...NO_CHANGES, endsBare: true }, { ways: ANY, given: goal.given });
  return search.best === NO_CHANGES ? undefined : search.best;
}

function tryFrom(
  search: FillSearch,
  scene: Scene,
  base: Changes,
  { ways, given }: { readonly ways: readonly Way[]; readonly given: GivenReach },
): void {
  if (search.isDone) return;
  const dropped = scene.dropped(ways);
  search.tryAll(flips(base, exchanges(dropped, scene.kept(given), search.room)));
  const isEmpty = search.tokens === 0;
  // Half a line of code or of a table is better than nothing, and than nothing else.
  const options = { any: isEmpty && ways === ANY, guards: scene.guards };
  search.tryAll(lineBeginnings(dropped, isEmpty ? base : search.best, options));
}

function* flips(base: Changes, ways: Iterable<Exchange<PlacedUnit>>): Generator<Changes, void, undefined> {
  for (const { added, removed } of ways) {
    if (added.some((unit) => removed.some((group) => standsIn(unit, group)))) continue;
    const flipped = new Map<number, Map<number, Flip>>();
    for (const { held, unit, way = 'whole' } of [...added, ...removed]) {
      const units = flipped.get(held.passage.index) ?? new Map();
      for (const one of held.unitsWith(unit)) units.set(one, way === 'whole' ? 'exchange' : 'loose');
      flipped.set(held.passage.index, units);
    }
    yield { ...base, flipped };
  }
}

/** Whether a unit stands in a group that is taken out. */
function standsIn({ held, unit }: PlacedUnit, group: PlacedUnit): boolean {
  return held === group.held && held.isIn(unit, group.unit);
}

class FillSearch {
  best = NO_CHANGES;
  tokens: number;
  readonly #scene: Scene;
  readonly #goal: FillGoal;
  readonly #trials: number;
  /** What the draft leaves of its budget. */
  readonly room: number;

  constructor(scene: Scene, goal: FillGoal) {
    this.#scene = scene;
    this.#goal = goal;
    const affordable = Math.floor(TRIAL_CHARACTERS / Math.max(1, scene.length));
    this.#trials = Math.max(MIN_TRIALS, Math.min(MAX_TRIALS, affordable));
    this.tokens = scene.tokens(NO_CHANGES);
    this.room = goal.budget - this.tokens;
  }

  get isDone(): boolean {
    return this.tokens >= this.#goal.enough;
  }

  /** Counts one change after the other until one is good enough. */
  tryAll(changes: Iterable<Changes>): void {
    let trials = 0;
    for (const change of changes) {
      if (this.isDone || trials === this.#trials) return;
      trials += 1;
      const tokens = this.#scene.tokens(change);
      if (tokens <= this.tokens || tokens > this.#goal.budget) continue;
      this.best = change;
      this.tokens = tokens;
    }
  }
}
