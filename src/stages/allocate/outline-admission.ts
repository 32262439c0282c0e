import { isSeparator, type Role, roleOf } from '../segment/outline.ts';
import { PROTECTED_LEVEL } from './histogram.ts';
import type { Admission } from './plan.ts';
import type { UnitLevels } from './score-spool.ts';

/** Flags for the units of a passage. */
export interface OutlineSelection {
  readonly kept: Uint8Array;
  /**
   * Of which the choice could be another, and the outline holds: {@link BY_ITSELF} with no more than its separator,
   * {@link AS_GROUP} for the first unit of a group, with all that belongs to it. {@link LOOSE} where it does not hold: for
   * what stands in a group that is dropped.
   */
  readonly changeable: Uint8Array;
}

export const BY_ITSELF = 1;
export const AS_GROUP = 2;
export const LOOSE = 3;

/** What is known of an open container. */
interface Container {
  readonly isKept: boolean;
  /** What stands in it is worth no more than this. */
  readonly most: number;
  /** Whether something in it was kept, which the next member is to be parted from. */
  hasMember: boolean;
}

const OPENING: ReadonlySet<Role> = new Set(['opening', 'root', 'partOpening', 'block', 'heading']);

/** Spends a plan on units with an outline: nothing is kept of a group that is dropped. */
export class OutlineAdmission {
  readonly #admission: Admission;
  readonly #open: Container[] = [];
  /** What stands outside of all groups. */
  #outside: Container = { isKept: true, most: PROTECTED_LEVEL, hasMember: false };

  constructor(admission: Admission) {
    this.#admission = admission;
  }

  /** Chooses from the next passage of the document. A separator stands in one passage with its member. */
  admit(scored: UnitLevels, roles: Uint16Array): OutlineSelection {
    const selection = { kept: new Uint8Array(roles.length), changeable: new Uint8Array(roles.length) };
    for (let unit = 0; unit < roles.length; unit += 1) {
      const { role, ends } = roleOf(roles[unit] ?? 0);
      this.#open.length = Math.max(0, this.#open.length - ends);
      if (role === 'separator') continue;
      const container = this.#open.at(-1) ?? this.#outside;
      const cost = scored.costs[unit] ?? 0;
      const level = levelIn(container, scored.levels[unit] ?? 0);
      const isPossible = container.isKept || level === PROTECTED_LEVEL;
      const isKept = isPossible && this.#isAdmitted(role, level, cost);
      const isSeparated = unit > 0 && isSeparator(roles, unit - 1) && container.hasMember;
      selection.changeable[unit] = container.isKept
        ? changeOf(role, { cost, isSeparated })
        : looseOf(role, isKept);
      if (isKept) keep(selection.kept, unit, isSeparated);
      container.hasMember ||= isKept;
      if (OPENING.has(role))
        this.#open.push({ isKept, most: isWeighed(role) ? level : container.most, hasMember: false });
    }
    return selection;
  }

  /** What was paid with its group costs nothing: its parts, and the best in it. */
  #isAdmitted(role: Role, level: number, cost: number): boolean {
    const isPaid = role === 'part' || role === 'partOpening' || cost === 0;
    return (isPaid && this.#open.length > 0) || this.#admission.admit(level, cost);
  }

  endDocument(): void {
    this.#open.length = 0;
    this.#outside = { isKept: true, most: PROTECTED_LEVEL, hasMember: false };
  }
}

/** The first member that is kept holds its place: the next one has a separator or not because of it. */
function changeOf(
  role: Role,
  { cost, isSeparated }: { readonly cost: number; readonly isSeparated: boolean },
): number {
  // What costs nothing was paid with its group.
  if (cost === 0) return 0;
  if (role === 'row' || (role === 'leaf' && isSeparated)) return BY_ITSELF;
  return isWeighed(role) ? AS_GROUP : 0;
}

/** What stands in a group that is dropped: parts of it are nothing by themselves. */
function looseOf(role: Role, isKept: boolean): number {
  return !isKept && (role === 'row' || isWeighed(role)) ? LOOSE : 0;
}

function isWeighed(role: Role): boolean {
  return role === 'block' || role === 'heading';
}

function levelIn({ most }: Container, level: number): number {
  return level === PROTECTED_LEVEL ? level : Math.min(level, most);
}

function keep(kept: Uint8Array, unit: number, withSeparator: boolean): void {
  kept[unit] = 1;
  if (withSeparator) kept[unit - 1] = 1;
}
