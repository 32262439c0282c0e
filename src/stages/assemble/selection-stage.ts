import { mapStage, type Stage } from '../../pipeline/stage.ts';
import { OutlineAdmission } from '../allocate/outline-admission.ts';
import type { Admission } from '../allocate/plan.ts';
import type { ScoreReader, UnitLevels } from '../allocate/score-spool.ts';
import type { DividedPassage, NumberedDocument, PassageBatch, PassageFilter } from '../batch.ts';
import type { GuardSet } from '../guard/guards.ts';
import type { Passage } from '../segment/passage.ts';
import { unitsOf } from '../segment/units.ts';
import { settleMarks } from './orphans.ts';

/** What is chosen by. */
export interface SelectionOptions {
  /** What the first reading said of the units. */
  readonly scores: ScoreReader;
  readonly admission: Admission;
  /** The passages that were scored; the others are dropped. */
  readonly isRead: PassageFilter;
  /** What was held together when the units were scored. @default nothing */
  readonly guards?: GuardSet | undefined;
  /** Chooses otherwise, passage by passage. @default as the plan does */
  readonly filter?: SelectionFilter | undefined;
  /** Whether the white space behind the last unit of a document must survive. */
  readonly holdsTail?: ((ordinal: number) => boolean) | undefined;
}

/** Flags for the units of a passage. */
export interface Selection {
  readonly kept: Uint8Array;
  /** In an outline, those of which the choice may be changed. */
  readonly changeable?: Uint8Array;
}

/** Changes what the plan keeps of a passage. */
export interface SelectionFilter {
  choose(divided: DividedPassage, selection: Selection, scored: UnitLevels): Selection;
}

/** What the passages of each document are handed to, in source order. */
export interface SelectionTarget {
  /** A passage that was scored, and which of its units the plan keeps. */
  passage(divided: DividedPassage, selection: Selection, scored: UnitLevels): void;
  drop(passage: Passage): void;
  /** Ends a batch within a document. */
  flush(): void;
  endDocument(ending: { readonly holdsTail: boolean }): void;
}

/** What a selection is called, chosen by and handed to. */
export interface SelectionStageOptions extends SelectionOptions {
  readonly name: string;
  /** Shown to users. */
  readonly shown: Readonly<Record<string, unknown>>;
  readonly target: SelectionTarget;
}

/** Reads the source again and chooses the units that the plan admits. */
export function selectionStage(options: SelectionStageOptions): Stage<PassageBatch, NumberedDocument> {
  const { name, shown, target, scores, admission, isRead, guards, filter, holdsTail } = options;
  const outline = new OutlineAdmission(admission);
  return mapStage({
    name,
    options: shown,
    async map({ document, ordinal, passages, isLast }: PassageBatch, context) {
      for (const passage of passages) {
        if (!(await isRead(passage))) {
          target.drop(passage);
          continue;
        }
        const units = unitsOf(passage, guards);
        const scored = await scores.take(units.count);
        const divided = { passage, units };
        const admitted: Selection =
          units.roles === undefined
            ? { kept: admission.admitAll(scored) }
            : outline.admit(scored, units.roles);
        if (passage.unitKind === 'word' && passage.isData !== true) settleMarks(divided, admitted, scored);
        target.passage(divided, filter?.choose(divided, admitted, scored) ?? admitted, scored);
        context.count({ characters: passage.text.length });
      }
      if (isLast) {
        outline.endDocument();
        target.endDocument({ holdsTail: holdsTail?.(ordinal) ?? false });
      } else target.flush();
      return { document, ordinal };
    },
  });
}
