import { AS_GROUP, BY_ITSELF } from '../allocate/outline-admission.ts';
import type { UnitLevels } from '../allocate/score-spool.ts';
import { pairsIn } from '../assemble/pairs.ts';
import type { Selection } from '../assemble/selection-stage.ts';
import type { DividedPassage } from '../batch.ts';
import { type Role, roleOf } from '../segment/outline.ts';
import type { Passage, Units } from '../segment/passage.ts';
import { groupUnits } from './group-units.ts';
import type { Choice } from './unit-sets.ts';

/** A unit of a passage. */
export interface PlacedUnit extends Choice {
  readonly held: HeldPassage;
  readonly unit: number;
}

const CHOSEN: ReadonlySet<Role> = new Set(['leaf', 'row', 'opening', 'block', 'heading']);

/** A passage of which something is kept or could be kept. */
export class HeldPassage implements DividedPassage {
  readonly passage: Passage;
  readonly units: Units;
  /** A flag for each unit that the plan keeps. */
  readonly kept: Uint8Array;
  /** Units of it that could be kept. */
  candidates = 0;
  readonly #changeable: Uint8Array | undefined;
  /** Units with a bracket or quote that has its partner in another. */
  readonly #paired = new Set<number>();
  /** By the first unit of a group that could be kept: all that is kept with it. */
  readonly #groups = new Map<number, readonly number[]>();

  constructor(
    { passage, units }: DividedPassage,
    { kept, changeable }: Selection,
    { costs }: Pick<UnitLevels, 'costs'>,
  ) {
    this.passage = passage;
    this.units = units;
    this.kept = kept;
    this.#changeable = changeable;
    if (passage.unitKind === 'word')
      for (const { open, close } of pairsIn(passage.text, units)) this.#paired.add(open).add(close);
    for (let unit = 0; unit < (changeable?.length ?? 0); unit += 1) {
      const group = changeable?.[unit] === AS_GROUP ? groupUnits(units, costs, unit) : undefined;
      if (group !== undefined) this.#groups.set(unit, group);
    }
  }

  /** The units that are kept or dropped if one is. */
  unitsWith(unit: number): readonly number[] {
    return this.#groups.get(unit) ?? [unit];
  }

  get isNeeded(): boolean {
    return this.candidates > 0 || this.kept.includes(1);
  }

  /** Whether a unit was chosen for what it is worth itself, and not as part of a group or between words. */
  isChosen(unit: number): boolean {
    if (this.units.marks[unit] === 1) return false;
    const code = this.units.roles?.[unit];
    return code === undefined || CHOSEN.has(roleOf(code).role);
  }

  /** Whether adding a unit that is dropped makes sense: punctuation stands between words that are kept, and an outline holds. */
  isAddable(unit: number): boolean {
    if (this.#groups.has(unit)) return true;
    if (!this.#isFree(unit)) return false;
    return this.units.marks[unit] === 0 || (this.kept[unit - 1] !== 0 && this.kept[unit + 1] !== 0);
  }

  /** Whether a unit that is kept leaves no punctuation alone, and no outline broken. */
  isRemovable(unit: number): boolean {
    if (!this.#isFree(unit)) return false;
    const isKeptMark = (at: number) => this.units.marks[at] === 1 && this.kept[at] === 1;
    return this.units.marks[unit] === 1 || !(isKeptMark(unit - 1) || isKeptMark(unit + 1));
  }

  /** Whether nothing else is kept or dropped with it. */
  #isFree(unit: number): boolean {
    return (
      !this.#paired.has(unit) && (this.#changeable === undefined || this.#changeable[unit] === BY_ITSELF)
    );
  }
}
