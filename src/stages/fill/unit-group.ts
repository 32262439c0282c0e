import { roleOf } from '../segment/outline.ts';
import type { Units } from '../segment/passage.ts';

/** A group that ends in the passage that it begins in. */
export interface UnitGroup {
  /** What is kept whenever the group is: its parts, and what was paid with it. */
  readonly own: readonly number[];
  /** The first unit that does not stand in it. */
  readonly end: number;
}

/** The group that the unit at `first` begins; undefined if it goes on behind the passage. */
export function groupAt(
  { count, roles, closing = 0 }: Units,
  costs: Uint32Array,
  first: number,
): UnitGroup | undefined {
  if (roles === undefined) return undefined;
  const own = [first];
  // For each container that is open in the group, whether it belongs to the group itself.
  const open = [true];
  for (let unit = first + 1; unit < count; unit += 1) {
    const { role, ends } = roleOf(roles[unit] ?? 0);
    if (ends >= open.length) return { own, end: unit };
    open.length -= ends;
    const isOwn = open.at(-1) === true && (role === 'part' || role === 'partOpening' || costs[unit] === 0);
    if (isOwn) own.push(unit);
    if (role === 'block' || role === 'heading' || role === 'partOpening') open.push(isOwn);
  }
  return closing >= open.length ? { own, end: count } : undefined;
}
