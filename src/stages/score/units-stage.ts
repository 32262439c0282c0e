import { mapStage, type Stage } from '../../pipeline/stage.ts';
import type { DividedPassage, PassageBatch, PassageFilter, UnitBatch } from '../batch.ts';
import { type GuardSet, NO_GUARDS } from '../guard/guards.ts';
import { unitsOf } from '../segment/units.ts';

/** Divides the passages of the reading list into units; the others end here. */
export function unitsStage(
  isRead: PassageFilter,
  guards: GuardSet = NO_GUARDS,
): Stage<PassageBatch, UnitBatch> {
  return mapStage({
    name: 'units',
    options: guards.size === 0 ? {} : { keep: [...guards] },
    async map({ document, ordinal, passages, isLast }: PassageBatch, context) {
      const read: DividedPassage[] = [];
      for (const passage of passages) {
        if (!(await isRead(passage))) continue;
        read.push({ passage, units: unitsOf(passage, guards) });
        context.count({ characters: passage.text.length });
      }
      return { document, ordinal, passages: read, isLast };
    },
  });
}
