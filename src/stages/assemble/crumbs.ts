import { PROTECTED_LEVEL } from '../allocate/histogram.ts';
import type { UnitLevels } from '../allocate/score-spool.ts';
import type { DividedPassage } from '../batch.ts';

/** Words that say nothing without others beside them. */
const SMALL_WORDS: ReadonlySet<string> = new Set(
  `a an and are as at be been but by can could did do does for from had has have he her him his i if in into is it its me my of
  on or our she should so than that the their them then there these they this those to us was we were what when where which
  while who whom whose will with would you your der die das dem den des ein eine und et le la les des y el los las en`.split(
    /\s+/,
  ),
);

/** Drops small words that stand alone beside a gap: "which", or the "The" of a sentence without the rest. */
export function dropCrumbs(
  divided: DividedPassage,
  kept: Uint8Array,
  { levels }: Pick<UnitLevels, 'levels'>,
): void {
  const { count, marks } = divided.units;
  for (let first = 0; first < count; first += 1) {
    let end = first;
    let isCrumb = true;
    for (; end < count && kept[end] === 1 && marks[end] === 0; end += 1)
      isCrumb &&= levels[end] !== PROTECTED_LEVEL && isSmallWord(divided, end);
    if (isCrumb && end > first && (kept[first - 1] === 0 || kept[end] === 0)) kept.fill(0, first, end);
    first = end;
  }
}

/** Whether a unit is a word that says nothing alone. */
export function isSmallWord({ passage, units }: DividedPassage, unit: number): boolean {
  return SMALL_WORDS.has(passage.text.slice(units.cores[unit], units.ends[unit]).toLowerCase());
}
