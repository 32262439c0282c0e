import type { DividedPassage } from '../batch.ts';
import { isSpace } from '../segment/characters.ts';
import { isSeparator } from '../segment/outline.ts';
import type { Units } from '../segment/passage.ts';

/** What of a draft is chosen otherwise than its plan says. */
export interface Changes {
  /** By passage index: units that are kept instead of dropped, or dropped instead of kept, and why. */
  readonly flipped: ReadonlyMap<number, ReadonlyMap<number, Flip>>;
  /** By passage index: a dropped line of which the beginning is kept. */
  readonly begun: ReadonlyMap<number, LineBeginning>;
  /** Whether the output ends without the end of its last line. */
  readonly endsBare: boolean;
}

/** So that the budget is spent; `loose` for what is kept though the group that it stands in is not. */
export type Flip = 'exchange' | 'loose';

/** The characters of a unit before `end`, an offset into the passage behind a word. */
export interface LineBeginning {
  readonly unit: number;
  readonly end: number;
}

export const NO_CHANGES: Changes = { flipped: new Map(), begun: new Map(), endsBare: false };

/** A passage's units, and a flag for each that is kept. */
export interface Selected {
  readonly units: Units;
  readonly kept: Uint8Array;
}

/** What is kept of a passage once the changes are made. */
export function withChanges(
  { passage, units }: DividedPassage,
  kept: Uint8Array,
  changes: Changes,
): Selected {
  const flipped = changes.flipped.get(passage.index);
  const begun = changes.begun.get(passage.index);
  if (flipped === undefined && begun === undefined) return { units, kept };
  const { roles } = units;
  // A separator goes with its member.
  const isFlipped = (unit: number) =>
    flipped?.has(unit) || (roles !== undefined && flipped?.has(unit + 1) && isSeparator(roles, unit));
  const changed = kept.map((flag, unit) => (isFlipped(unit) ? 1 - flag : flag));
  return begun === undefined
    ? { units, kept: changed }
    : divided(passage.text, { units, kept: changed }, begun);
}

/** Makes two units of a line, of which the first is kept. */
function divided(text: string, { units, kept }: Selected, { unit, end }: LineBeginning): Selected {
  let next = end;
  while (isSpace(text.charCodeAt(next))) next += 1;
  const before = units.cores.slice(0, unit + 1);
  return {
    units: {
      count: units.count + 1,
      cores: Uint32Array.of(...before, next, ...units.cores.slice(unit + 1)),
      ends: Uint32Array.of(...units.ends.slice(0, unit), end, ...units.ends.slice(unit)),
      marks: Uint8Array.of(...units.marks.slice(0, unit), 0, ...units.marks.slice(unit)),
    },
    kept: Uint8Array.of(...kept.slice(0, unit), 1, 0, ...kept.slice(unit + 1)),
  };
}
