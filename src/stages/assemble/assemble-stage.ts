import { mapStage, type Stage } from '../../pipeline/stage.ts';
import type { NumberedDocument, PassageBatch } from '../batch.ts';
import { type Changes, NO_CHANGES, withChanges } from './changes.ts';
import type { Draft } from './draft.ts';
import { Joiner } from './joiner.ts';
import { type SelectionOptions, type SelectionTarget, selectionStage } from './selection-stage.ts';

/** What is chosen by, and where it is written. */
export interface AssembleOptions extends SelectionOptions {
  /** Receives the output. End it once the run is over. */
  readonly draft: Draft;
  /** What is chosen otherwise than the plan says. @default nothing */
  readonly changes?: Changes | undefined;
  /** Stands for dropped passages. */
  readonly gap?: string | undefined;
}

/** Reads the source again and writes the units that the plan admits. */
export function assembleStage(options: AssembleOptions): Stage<PassageBatch, NumberedDocument> {
  const { gap } = options;
  const shown = gap === undefined ? {} : { gap };
  return selectionStage({ ...options, name: 'assemble', shown, target: writer(options) });
}

function writer({ draft, gap, changes = NO_CHANGES }: AssembleOptions): SelectionTarget {
  let joiner = new Joiner(draft, gap);
  return {
    passage(divided, { kept }) {
      const selected = withChanges(divided, kept, changes);
      joiner.passage(divided.passage, selected.units, selected.kept);
    },
    drop: (passage) => joiner.drop(passage),
    flush: () => draft.flush(),
    endDocument({ holdsTail }) {
      joiner.end({ holdsTail, isBare: changes.endsBare });
      draft.endDocument();
      joiner = new Joiner(draft, gap);
    },
  };
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
