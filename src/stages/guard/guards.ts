/** What a guard holds together: a span of its kind is kept whole or dropped whole. */
export const guards = ['numbers', 'negations', 'names', 'urls', 'code', 'quotes'] as const;

export type Guard = (typeof guards)[number];

/** The guards that are on. */
export type GuardSet = ReadonlySet<Guard>;

/** Those that cost next to nothing, in time and in answers; docs/adr/0016-guards.md has the figures. */
export const DEFAULT_GUARDS: readonly Guard[] = ['numbers', 'negations', 'names', 'urls', 'code'];

export const ALL_GUARDS: GuardSet = new Set(guards);
export const NO_GUARDS: GuardSet = new Set();

/** Characters; a span that is longer is divided as if there were no guard, so that small budgets can be filled. */
export const LONGEST_SPAN = 512;
