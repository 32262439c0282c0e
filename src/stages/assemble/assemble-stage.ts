import { mapStage, type Stage } from '../../pipeline/stage.ts';
import type { Admission } from '../allocate/plan.ts';
import type { ScoreReader } from '../allocate/score-spool.ts';
import type { NumberedDocument, PassageBatch, PassageFilter } from '../batch.ts';
import { unitsOf } from '../segment/units.ts';
import type { Draft } from './draft.ts';
import { Joiner } from './joiner.ts';

export interface AssembleOptions {
  readonly draft: Draft;
  /** What the first reading said of the units. */
  readonly scores: ScoreReader;
  readonly admission: Admission;
  /** The passages that were scored; the others are dropped. */
  readonly isRead: PassageFilter;
  /** Whether the white space behind the last unit of a document must survive. */
  readonly holdsTail?: ((ordinal: number) => boolean) | undefined;
  /** Stands for dropped passages. */
  readonly gap?: string | undefined;
}

/** Reads the source again and writes the units that the plan admits. */
export function assembleStage(options: AssembleOptions): Stage<PassageBatch, NumberedDocument> {
  const { draft, scores, admission, isRead, holdsTail, gap } = options;
  let joiner = new Joiner(draft, gap);
  return mapStage({
    name: 'assemble',
    options: gap === undefined ? {} : { gap },
    async map({ document, ordinal, passages, isLast }: PassageBatch, context) {
      for (const passage of passages) {
        if (!(await isRead(passage))) {
          joiner.drop(passage);
          continue;
        }
        const units = unitsOf(passage);
        const { levels, costs } = await scores.take(units.count);
        const kept = levels.map((level, unit) => (admission.admit(level, costs[unit] ?? 0) ? 1 : 0));
        joiner.passage(passage, units, kept);
        context.count({ characters: passage.text.length });
      }
      if (isLast) {
        joiner.end({ holdsTail: holdsTail?.(ordinal) ?? false });
        draft.endDocument();
        joiner = new Joiner(draft, gap);
      } else draft.flush();
      return { document, ordinal };
    },
  });
}

/** Writes the source as it is: what fits the budget passes through unchanged. */
export function copyStage(draft: Draft): Stage<PassageBatch, NumberedDocument> {
  return mapStage({
    name: 'copy',
    map({ document, ordinal, passages, isLast }: PassageBatch, context) {
      for (const { text, start } of passages) {
        draft.source(text, start);
        context.count({ characters: text.length });
      }
      if (isLast) draft.endDocument();
      else draft.flush();
      return { document, ordinal };
    },
  });
}
