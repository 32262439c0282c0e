import { isSeparator, roleOf } from '../segment/outline.ts';
import type { Admission } from './plan.ts';
import type { UnitLevels } from './score-spool.ts';

interface Container {
  readonly isKept: boolean;
  /** Whether something in it was kept, which the next member is to be parted from. */
  hasMember: boolean;
}

/** Flags for the units of a passage. */
export interface OutlineSelection {
  readonly kept: Uint8Array;
  /** Those that could be kept instead of dropped, or dropped instead of kept, with their separators, and the outline holds. */
  readonly changeable: Uint8Array;
}

/** Spends a plan on units with an outline: nothing is kept of a group that is dropped. */
export class OutlineAdmission {
  readonly #admission: Admission;
  readonly #open: Container[] = [];

  constructor(admission: Admission) {
    this.#admission = admission;
  }

  /** Chooses from the next passage of the document. A separator stands in one passage with its member. */
  admit({ levels, costs }: UnitLevels, roles: Uint8Array): OutlineSelection {
    const kept = new Uint8Array(levels.length);
    const changeable = new Uint8Array(levels.length);
    for (let unit = 0; unit < kept.length; unit += 1) {
      const { role, ends } = roleOf(roles[unit] ?? 0);
      this.#open.length = Math.max(0, this.#open.length - ends);
      if (role === 'separator') continue;
      const container = this.#open.at(-1);
      const isPart = container !== undefined && (role === 'part' || role === 'partOpening');
      const isKept =
        (container?.isKept ?? true) && (isPart || this.#admission.admit(levels[unit] ?? 0, costs[unit] ?? 0));
      const isSeparated = unit > 0 && isSeparator(roles, unit - 1);
      // The first that is kept holds its place: the next one has a separator or not because of it.
      const isFree = role === 'row' || (role === 'leaf' && isSeparated && container?.hasMember);
      if (isFree && (container?.isKept ?? true)) changeable[unit] = 1;
      if (isKept) {
        kept[unit] = 1;
        if (isSeparated && container?.hasMember) kept[unit - 1] = 1;
        if (container !== undefined) container.hasMember = true;
      }
      if (role === 'opening' || role === 'root' || role === 'partOpening')
        this.#open.push({ isKept, hasMember: false });
    }
    return { kept, changeable };
  }

  endDocument(): void {
    this.#open.length = 0;
  }
}
