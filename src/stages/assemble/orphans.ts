import { PROTECTED_LEVEL, REPEATED_LEVEL } from '../allocate/histogram.ts';
import { BY_ITSELF } from '../allocate/outline-admission.ts';
import type { UnitLevels } from '../allocate/score-spool.ts';
import type { DividedPassage } from '../batch.ts';
import { dropCrumbs } from './crumbs.ts';
import { type Pair, pairsIn } from './pairs.ts';

/**
 * Leaves no punctuation alone in what is kept of a passage of words: neither marks without the words on both sides, nor
 * a bracket or quote without its partner; and no small word without another. What is written is counted afterwards, so the few tokens need no plan.
 */
export function settleMarks(
  divided: DividedPassage,
  { kept, changeable }: { readonly kept: Uint8Array; readonly changeable?: Uint8Array },
  { levels }: Pick<UnitLevels, 'levels'>,
): void {
  if (!kept.includes(1) || !kept.includes(0)) return;
  const { passage, units } = divided;
  const { marks } = units;
  dropCrumbs(divided, kept, { levels });
  const isHeld = (unit: number) => levels[unit] === PROTECTED_LEVEL;
  dropLoneMarks(kept, marks, { held: isHeld, repeated: (unit) => levels[unit] === REPEATED_LEVEL });
  for (const pair of pairsIn(passage.text, units)) {
    const { open, close } = pair;
    if (kept[open] === kept[close]) continue;
    const [there, missing] = kept[open] === 1 ? [open, close] : [close, open];
    const isBare = marks[there] === 1 && !isHeld(there);
    const canAdd = changeable === undefined || changeable[missing] === BY_ITSELF;
    // What stands between them whole is worth its other bracket, and so is a word that a bracket belongs to.
    if (canAdd && (!isBare || (marks[missing] === 1 && isWhole(kept, pair)))) kept[missing] = 1;
    else if (isBare) kept[there] = 0;
  }
}

function isWhole(kept: Uint8Array, { open, close }: Pair): boolean {
  for (let unit = open + 1; unit < close; unit += 1) if (kept[unit] === 0) return false;
  return true;
}

/**
 * Marks of one level with their words may have been kept without them, where the budget ended. What is dropped because it is
 * repeated is as if it did not stand there: a sentence before it keeps its full stop.
 */
function dropLoneMarks(kept: Uint8Array, marks: Uint8Array, is: MarkState): void {
  let before = KEPT;
  for (let unit = 0; unit < kept.length; unit += 1) {
    if (marks[unit] === 0) {
      before = stateOf(kept, unit, is);
      continue;
    }
    let next = unit + 1;
    while (next < kept.length && marks[next] === 1) next += 1;
    const after = next === kept.length ? KEPT : stateOf(kept, next, is);
    const isBetween = before !== DROPPED && after !== DROPPED && (before === KEPT || after === KEPT);
    for (let mark = unit; mark < next; mark += 1) if (!isBetween && !is.held(mark)) kept[mark] = 0;
    unit = next - 1;
  }
}

interface MarkState {
  readonly held: (unit: number) => boolean;
  readonly repeated: (unit: number) => boolean;
}

const DROPPED = 0;
const KEPT = 1;
const REPEATED = 2;

function stateOf(kept: Uint8Array, unit: number, is: MarkState): number {
  if (kept[unit] === 1) return KEPT;
  return is.repeated(unit) ? REPEATED : DROPPED;
}
