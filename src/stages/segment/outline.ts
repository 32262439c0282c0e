/**
 * Where a unit stands in the outline of its text. Units form groups, such as an object with its braces and keys, or a
 * header with its rows. A unit is kept only if the group that it stands in is, so that what is written is whole.
 */
export type Role =
  | 'leaf'
  | 'row'
  | 'opening'
  | 'part'
  | 'separator'
  | 'partOpening'
  | 'root'
  | 'heading'
  | 'block';

const ROLES: readonly Role[] = [
  'leaf',
  'row',
  'opening',
  'part',
  'separator',
  'partOpening',
  'root',
  'heading',
  'block',
];
const ROLE_BITS = 4;
/** Containers that may end before one unit. */
const MOST_ENDS = 2 ** (16 - ROLE_BITS) - 1;

/**
 * The role of a unit, and how many of the containers that are open end before it.
 *
 * - `leaf`: kept or dropped by itself, if its group is kept
 * - `row`: the same, where nothing parts it from its neighbours
 * - `opening`: begins a container whose group is new: this unit, the parts of it, and what is worth keeping in it decide
 * - `part`: shares the fate of the innermost group
 * - `separator`: stands before the next unit if that is kept and something before it in the same container was
 * - `partOpening`: a part that begins a container, whose parts belong to the same group
 * - `root`: begins the container of a whole document, without which the document is nothing
 * - `block`: begins a container whose group is worth what it and the best in it are worth together, for what they cost
 * - `heading`: the same, and the group is kept only with the best that stands in it
 */
export function roleOf(code: number): { readonly role: Role; readonly ends: number } {
  return { role: ROLES[code & ((1 << ROLE_BITS) - 1)] ?? 'leaf', ends: code >> ROLE_BITS };
}

/** Whether a unit parts the next one from what stands before it. */
export function isSeparator(roles: Uint16Array, unit: number): boolean {
  return roleOf(roles[unit] ?? 0).role === 'separator';
}

/** A role as one number, for `Units.roles`. */
export function roleCode(role: Role, ends: number): number {
  return ROLES.indexOf(role) | (Math.min(MOST_ENDS, ends) << ROLE_BITS);
}

/** The code of a row before which no container ends: that of most units. */
export const ROW = roleCode('row', 0);
