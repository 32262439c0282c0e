import { mapStage, type Stage } from '../../pipeline/stage.ts';
import type { DividedPassage, PassageBatch, PassageFilter, UnitBatch } from '../batch.ts';
import { type GuardSet, NO_GUARDS } from '../guard/guards.ts';
import type { Passage } from '../segment/passage.ts';
import { unitsOf } from '../segment/units.ts';

/** Which passages are read, and which of these for their outline alone. */
export interface UnitsFilter {
  readonly isRead: PassageFilter;
  readonly isOutline: (passage: Passage) => boolean;
}

/** Divides the passages of the reading list into units; the others end here. */
export function unitsStage(
  { isRead, isOutline }: UnitsFilter,
  guards: GuardSet = NO_GUARDS,
): Stage<PassageBatch, UnitBatch> {
  return mapStage({
    name: 'units',
    options: guards.size === 0 ? {} : { keep: [...guards] },
    async map({ document, ordinal, passages, isLast }: PassageBatch, context) {
      const read: DividedPassage[] = [];
      for (const passage of passages) {
        if (!(await isRead(passage))) continue;
        read.push({ passage, units: unitsOf(passage, guards), isOutline: isOutline(passage) });
        context.count({ characters: passage.text.length });
      }
      return { document, ordinal, passages: read, isLast };
    },
  });
}
