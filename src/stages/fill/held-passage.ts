import { AS_GROUP, BY_ITSELF, LOOSE } from '../allocate/outline-admission.ts';
import type { UnitLevels } from '../allocate/score-spool.ts';
import { isSmallWord } from '../assemble/crumbs.ts';
import { pairsIn } from '../assemble/pairs.ts';
import type { Selection } from '../assemble/selection-stage.ts';
import type { DividedPassage } from '../batch.ts';
import { type Role, roleOf } from '../segment/outline.ts';
import { isLine, type Passage, type Units } from '../segment/passage.ts';
import { groupAt, type UnitGroup } from './unit-group.ts';
import type { Choice } from './unit-sets.ts';

/**
 * How a unit that is dropped can be added: `whole` with all that belongs to it, `loose` without the group that it stands in, `open`
 * even without what closes its brackets.
 */
export type Way = 'whole' | 'loose' | 'open';

/** A unit of a passage. */
export interface PlacedUnit extends Choice {
  readonly held: HeldPassage;
  readonly unit: number;
  /** How it would be added; absent of one that is kept. */
  readonly way?: Way;
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
  /** By its first unit, each group that could be added or taken out as one. */
  readonly #groups = new Map<number, UnitGroup>();

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
      const group = this.#beginsGroup(unit) ? groupAt(units, costs, unit) : undefined;
      if (group !== undefined) this.#groups.set(unit, group);
    }
  }

  /** The units that are kept or dropped if one is: a line of text that is added loose brings the heading above it, as a row its table's. */
  unitsWith(unit: number): readonly number[] {
    const group = this.#groups.get(unit);
    if (group === undefined) return [...this.#headingOf(unit), unit];
    return this.kept[unit] === 1 ? keptIn(this.kept, unit, group.end) : group.own;
  }

  /** What is kept with the group of a line that stands in one that is dropped: a heading, or the header of a table and its rule. */
  #headingOf(unit: number): readonly number[] {
    if (this.#changeable?.[unit] !== LOOSE || !isLine(this.passage, this.units, unit)) return [];
    const around = [...this.#groups].filter(([first, { end }]) => first < unit && unit < end);
    const [first, group] = around.at(-1) ?? [0];
    if (group === undefined || this.#roleAt(first) !== 'heading') return [];
    // Lines of code are loose because their block does not fit: its head stays away too. A table has its rule below its header.
    const isOfText = this.passage.unitKind === 'word' || this.#roleAt(first + 1) === 'part';
    return isOfText ? group.own.filter((own) => own !== unit) : [];
  }

  #roleAt(unit: number): Role {
    return roleOf(this.units.roles?.[unit] ?? 0).role;
  }

  /** Whether a unit stands in the group that begins with another. */
  isIn(unit: number, first: number): boolean {
    return unit > first && unit < (this.#groups.get(first)?.end ?? 0);
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

  /** How a unit that is dropped could be added; undefined where that makes no sense, as of punctuation that stands alone. */
  wayOf(unit: number): Way | undefined {
    const isLoose = this.#changeable?.[unit] === LOOSE;
    // Data are of no use in pieces.
    if (isLoose && this.passage.isData === true) return undefined;
    if (!this.#groups.has(unit)) {
      if (this.#beginsGroup(unit)) return 'open';
      if (!this.#isFree(unit) && (!isLoose || this.#paired.has(unit))) return undefined;
      const isBetween = this.kept[unit - 1] !== 0 && this.kept[unit + 1] !== 0;
      if (this.units.marks[unit] === 1 && !isBetween) return undefined;
      const isAlone = this.kept[unit - 1] !== 1 && this.kept[unit + 1] !== 1;
      if (isAlone && this.passage.isData !== true && isSmallWord(this, unit)) return undefined;
    }
    return isLoose ? 'loose' : 'whole';
  }

  /** Whether a unit begins a group that could be added or taken out as one. */
  #beginsGroup(unit: number): boolean {
    const choice = this.#changeable?.[unit];
    if (choice !== LOOSE) return choice === AS_GROUP;
    const role = this.#roleAt(unit);
    return role === 'block' || role === 'heading';
  }

  /** What it costs and is worth to take out a unit that is kept, with all that goes with it. */
  removal(unit: number, { levels, costs }: UnitLevels): Choice {
    const units = this.unitsWith(unit);
    return {
      level: units.reduce((most, one) => Math.max(most, levels[one] ?? 0), 0),
      cost: units.reduce((sum, one) => sum + (costs[one] ?? 0), 0),
    };
  }

  /** Whether a unit that is kept leaves no punctuation alone, and no outline broken. */
  isRemovable(unit: number): boolean {
    if (this.#groups.has(unit)) return true;
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

function keptIn(kept: Uint8Array, first: number, end: number): number[] {
  const units: number[] = [];
  for (let unit = first; unit < end; unit += 1) if (kept[unit] === 1) units.push(unit);
  return units;
}
