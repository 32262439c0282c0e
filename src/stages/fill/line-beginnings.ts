import type { Changes } from '../assemble/changes.ts';
import type { GuardSet } from '../guard/guards.ts';
import { unitsOf } from '../segment/units.ts';
import type { PlacedUnit } from './held-passage.ts';

/** Lines of which beginnings are tried. */
const MAX_LINES = 8;
/** What a line of prose has: words of letters alone, at least so many and such a share. */
const LEAST_WORDS = 8;
const LEAST_SHARE = 0.75;
const WORD = /^["'(\p{Pi}]*\p{L}[\p{L}\p{M}'’-]*["')\p{Pf}]*[.,;:!?]*$/u;

const COMMENT = /^(?:\*|\/\/|#|--|;+|%) [^()[\]{}`]*$/;

/**
 * Changes that keep the beginning of one dropped line besides `base`, of the best line first and the longest first.
 * Lines that read as prose only, as half a line of code or of a table is worse than none; `any` for every line.
 */
export function* lineBeginnings(
  dropped: readonly PlacedUnit[],
  base: Changes,
  options: { readonly any: boolean; readonly guards?: GuardSet },
): Generator<Changes, void, undefined> {
  const lines = dropped
    .filter((line) => isLine(line) && !base.flipped.get(line.held.passage.index)?.has(line.unit))
    .filter((line) => options.any || isDivisible(line))
    .sort((a, b) => b.level - a.level);
  for (const line of lines.slice(0, MAX_LINES)) {
    const { passage, units } = line.held;
    const start = units.cores[line.unit] ?? 0;
    const { count, ends } = unitsOf({ text: textOf(line), unitKind: 'word' }, options.guards);
    for (let word = count - 2; word >= 0; word -= 1) {
      const beginning = { unit: line.unit, end: start + (ends[word] ?? 0) };
      yield { ...base, begun: new Map([[passage.index, beginning]]) };
    }
  }
}

function isLine({ held, unit }: PlacedUnit): boolean {
  const { passage, units } = held;
  return passage.unitKind === 'line' && passage.isData !== true && units.marks[unit] === 0;
}

/** Code is none, but for what a comment says in one of its lines. */
function isDivisible(line: PlacedUnit): boolean {
  const text = textOf(line);
  return isProse(text) && (line.held.units.roles === undefined || COMMENT.test(text));
}

function textOf({ held, unit }: PlacedUnit): string {
  return held.passage.text.slice(held.units.cores[unit], held.units.ends[unit]);
}

function isProse(line: string): boolean {
  const runs = line.split(/\s+/);
  const words = runs.filter((run) => WORD.test(run)).length;
  return words >= LEAST_WORDS && words >= LEAST_SHARE * runs.length;
}
