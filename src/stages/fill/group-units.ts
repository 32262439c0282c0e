import { roleOf } from '../segment/outline.ts';
import type { Units } from '../segment/passage.ts';

/**
 * The units that are kept with the one at `first`, which begins a group: its parts, and what was paid with it. Undefined if
 * the group goes on behind the passage.
 */
export function groupUnits(
  { count, roles, closing = 0 }: Units,
  costs: Uint32Array,
  first: number,
): readonly number[] | undefined {
  if (roles === undefined) return undefined;
  const units = [first];
  // For each container that is open in the group, whether it belongs to the group itself.
  const open = [true];
  for (let unit = first + 1; unit < count; unit += 1) {
    const { role, ends } = roleOf(roles[unit] ?? 0);
    if (ends >= open.length) return units;
    open.length -= ends;
    const isOwn = open.at(-1) === true && (role === 'part' || role === 'partOpening' || costs[unit] === 0);
    if (isOwn) units.push(unit);
    if (role === 'block' || role === 'heading' || role === 'partOpening') open.push(isOwn);
  }
  return closing >= open.length ? units : undefined;
}
