import { isSeparator, roleOf } from '../segment/outline.ts';
import type { Admission } from './plan.ts';
import type { UnitLevels } from './score-spool.ts';

/** Flags for the units of a passage. */
export interface OutlineSelection {
  readonly kept: Uint8Array;
  /** Those that could be kept instead of dropped, or dropped instead of kept, with their separators, and the outline holds. */
  readonly changeable: Uint8Array;
}

/** What is known of an open container. */
interface Container {
  readonly isKept: boolean;
  /** Whether something in it was kept, which the next member is to be parted from. */
  hasMember: boolean;
}

/** Spends a plan on units with an outline: nothing is kept of a group that is dropped. */
export class OutlineAdmission {
  readonly #admission: Admission;
  readonly #open: Container[] = [];
  /** What stands outside of all groups. */
  #outside: Container = { isKept: true, hasMember: false };

  constructor(admission: Admission) {
    this.#admission = admission;
  }

  /** Chooses from the next passage of the document. A separator stands in one passage with its member. */
  admit(scored: UnitLevels, roles: Uint8Array): OutlineSelection {
    const selection = { kept: new Uint8Array(roles.length), changeable: new Uint8Array(roles.length) };
    for (let unit = 0; unit < roles.length; unit += 1) {
      const { role, ends } = roleOf(roles[unit] ?? 0);
      this.#open.length = Math.max(0, this.#open.length - ends);
      if (role === 'separator') continue;
      const container = this.#open.at(-1) ?? this.#outside;
      const isPart = this.#open.length > 0 && (role === 'part' || role === 'partOpening');
      const isKept = container.isKept && (isPart || this.#isAdmitted(scored, unit));
      const isSeparated = unit > 0 && isSeparator(roles, unit - 1);
      // The first that is kept holds its place: the next one has a separator or not because of it.
      const isFree = role === 'row' || (role === 'leaf' && isSeparated && container.hasMember);
      selection.changeable[unit] = Number(isFree && container.isKept);
      if (isKept) keep(selection.kept, unit, isSeparated && container.hasMember);
      container.hasMember ||= isKept;
      if (role === 'opening' || role === 'root' || role === 'partOpening')
        this.#open.push({ isKept, hasMember: false });
    }
    return selection;
  }

  endDocument(): void {
    this.#open.length = 0;
    this.#outside = { isKept: true, hasMember: false };
  }

  #isAdmitted({ levels, costs }: UnitLevels, unit: number): boolean {
    return this.#admission.admit(levels[unit] ?? 0, costs[unit] ?? 0);
  }
}

function keep(kept: Uint8Array, unit: number, withSeparator: boolean): void {
  kept[unit] = 1;
  if (withSeparator) kept[unit - 1] = 1;
}
