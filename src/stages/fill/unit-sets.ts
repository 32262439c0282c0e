/** A unit that could be added to a draft, or taken out of it. */
export interface Choice {
  readonly level: number;
  /** Tokens, as the plan adds them up; 1 or more. */
  readonly cost: number;
}

/** Units as a list that shares its rest with others. */
export interface UnitSet<Unit> {
  readonly worth: number;
  readonly unit: Unit;
  readonly rest: UnitSet<Unit> | undefined;
}

/** For each sum the set of units that is worth most: the knapsack, filled exactly. */
export function bestSets<Unit extends Choice>(
  units: readonly Unit[],
  most: number,
): readonly (UnitSet<Unit> | undefined)[] {
  const sets: (UnitSet<Unit> | undefined)[] = new Array(most + 1).fill(undefined);
  for (const unit of units) {
    for (let sum = most; sum >= unit.cost; sum -= 1) {
      const rest = sets[sum - unit.cost];
      if (rest === undefined && sum !== unit.cost) continue;
      const set = setOf(unit, rest);
      if (set.worth > (sets[sum]?.worth ?? 0)) sets[sum] = set;
    }
  }
  return sets;
}

/** A set of one more unit. */
export function setOf<Unit extends Choice>(unit: Unit, rest: UnitSet<Unit> | undefined): UnitSet<Unit> {
  return { worth: worth(unit) + (rest?.worth ?? 0), unit, rest };
}

/** What a unit is worth: its level, for each token. */
export function worth({ level, cost }: Choice): number {
  return (level + 1) * cost;
}

/** The units of a set. */
export function listed<Unit>(set: UnitSet<Unit>): Unit[] {
  const units: Unit[] = [];
  for (let part: UnitSet<Unit> | undefined = set; part !== undefined; part = part.rest) units.push(part.unit);
  return units;
}
