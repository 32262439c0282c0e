import { bestSets, type Choice, listed, setOf, type UnitSet, worth } from './unit-sets.ts';

/** Units to add, and those to take out for them. */
export interface Exchange<Unit extends Choice> {
  readonly added: readonly Unit[];
  readonly removed: readonly Unit[];
}

/** Counts of single units may be off by this much from what they cost where they are joined. */
const SLACK = 2;
/** So few units are taken out by twos as well, or for any single one. */
const FEW = 24;

/**
 * The ways to spend about `room` more tokens, the best first: for each sum the units of most worth that cost it, added
 * to what is there or put in the place of one unit of it, or two. What a unit is worth is its level for each token. Sums take
 * turns, from `room` down and then the few above it, as what a joint costs is only known once it is counted.
 */
export function* exchanges<Unit extends Choice>(
  dropped: readonly Unit[],
  kept: readonly Unit[],
  room: number,
): Generator<Exchange<Unit>, void, undefined> {
  const reach = room + SLACK;
  const isFew = kept.length <= FEW;
  const removals = isFew ? [[], ...singles(kept), ...pairs(kept)] : [[], ...singles(kept)];
  // One unit is put in the place of none, or of any single one where those are few.
  const mostRemoved = isFew ? 1 : 0;
  const sets = bestSets(dropped, reach + removals.reduce((most, units) => Math.max(most, cost(units)), 0));
  const bySum = Array.from({ length: reach + 1 }, (): Weighed<Unit>[] => []);
  for (const removed of removals) {
    const given = cost(removed);
    const lost = removed.reduce((sum, unit) => sum + worth(unit), 0);
    for (let sum = 1; sum <= reach; sum += 1) {
      const set = sets[sum + given];
      if (set !== undefined) bySum[sum]?.push({ worth: set.worth - lost, set, removed });
    }
    if (removed.length > mostRemoved) continue;
    // The same sums by other units: the best ones may all cost more where they are joined.
    for (const unit of dropped)
      bySum[unit.cost - given]?.push({ worth: worth(unit) - lost, set: setOf(unit, undefined), removed });
  }
  for (const list of bySum) list.sort((a, b) => b.worth - a.worth);
  const turns = inTurns([...bySum.slice(1, room + 1).reverse(), ...bySum.slice(room + 1)]);
  for (const { set, removed } of turns) yield { added: listed(set), removed };
}

function singles<Unit>(units: readonly Unit[]): Unit[][] {
  return units.map((unit) => [unit]);
}

function pairs<Unit>(units: readonly Unit[]): Unit[][] {
  return units.flatMap((one, at) => units.slice(at + 1).map((other) => [one, other]));
}

function cost(units: readonly Choice[]): number {
  return units.reduce((sum, unit) => sum + unit.cost, 0);
}

interface Weighed<Unit extends Choice> {
  readonly worth: number;
  readonly set: UnitSet<Unit>;
  readonly removed: readonly Unit[];
}

/** The first of each list, then the second of each, and so on. */
function inTurns<Item>(lists: readonly (readonly Item[])[]): Item[] {
  const longest = lists.reduce((most, { length }) => Math.max(most, length), 0);
  const items: Item[] = [];
  for (let turn = 0; turn < longest; turn += 1)
    for (const list of lists) {
      const item = list[turn];
      if (item !== undefined) items.push(item);
    }
  return items;
}
