import { chain, type GraphNode } from '../../pipeline/graph.ts';
import { charOffset, type Span } from '../../pipeline/spans.ts';
import { mapStage, type Stage } from '../../pipeline/stage.ts';
import type { Changes } from '../assemble/changes.ts';
import { type SelectionOptions, selectionStage } from '../assemble/selection-stage.ts';
import type { PassageBatch } from '../batch.ts';
import type { RepetitionReader } from '../condense/repetition-spool.ts';
import type { TextDocument } from '../document.ts';
import type { ProtectedSpan } from '../protect/protected-spans.ts';
import { SpanCursor } from '../protect/span-cursor.ts';
import type { Passage } from '../segment/passage.ts';
import { explainUnits, type SelectedPassage, shownScore } from './explain-units.ts';
import type { ExplainedPassage, PassageRelevance } from './explained-passage.ts';

/** What passages are explained with. */
export interface ExplainStageOptions {
  readonly documents: readonly TextDocument[];
  /** The spans of the output, in source order. */
  readonly spans: AsyncGenerator<Pick<ProtectedSpan, 'ordinal' | 'start' | 'end'>, void, undefined>;
}

/** By what the output was chosen. */
export interface ExplainSelectionOptions extends ExplainStageOptions {
  readonly selection: SelectionOptions;
  /** What of the draft was chosen otherwise than the plan says. */
  readonly changes: Changes;
  /** The level that had to be passed, if there was one. */
  readonly passing: number | undefined;
  /** Asked for in source order. */
  readonly relevanceOf: (passage: Passage) => Promise<PassageRelevance>;
  /** What was said before, and where. */
  readonly repeated?: RepetitionReader | undefined;
}

/** Chooses again as the output was chosen, and says why each unit is in it or not. */
export function explainSelection(
  options: ExplainSelectionOptions,
): GraphNode<PassageBatch, readonly ExplainedPassage[]> {
  const { changes, passing, relevanceOf, repeated } = options;
  const place = placing(options);
  let seen: (Passage | SelectedPassage)[] = [];
  const select = selectionStage({
    ...options.selection,
    name: 'select',
    shown: {},
    target: {
      passage: (divided, { kept }, scored) => seen.push({ divided, kept, scored }),
      drop: (passage) => seen.push(passage),
      flush() {},
      endDocument() {},
    },
  });
  const threshold = passing === undefined ? {} : { threshold: shownScore(passing) };
  const explain = mapStage({
    name: 'explain',
    async map() {
      const explained: ExplainedPassage[] = [];
      const taken = seen;
      seen = [];
      for (const one of taken) {
        const isUnread = 'text' in one;
        const passage = isUnread ? one : one.divided.passage;
        const repetitions = (await repeated?.of(passage.index)) ?? [];
        const units = isUnread ? [] : explainUnits(one, { changes, passing, repetitions });
        const relevance = await relevanceOf(passage);
        const fate = isUnread ? 'unread' : 'scored';
        explained.push({ ...(await place(passage)), ...relevance, ...threshold, fate, units });
      }
      return explained;
    },
  });
  return chain(select, explain);
}

/** Explains an input that was within its budget. */
export function explainStage(options: ExplainStageOptions): Stage<PassageBatch, readonly ExplainedPassage[]> {
  const place = placing(options);
  return mapStage({
    name: 'explain',
    async map({ passages }: PassageBatch) {
      const explained: ExplainedPassage[] = [];
      for (const passage of passages)
        explained.push({ ...(await place(passage)), fate: 'copied', units: [] });
      return explained;
    },
  });
}

/** Where a passage stands, and what of it is in the output. */
function placing({ documents, spans }: ExplainStageOptions) {
  const cursor = new SpanCursor(spans);
  return async (passage: Passage) => {
    const { document: ordinal, index, start, text, title, unitKind } = passage;
    const end = charOffset(start + text.length);
    const own: Span[] = [];
    for await (const span of cursor.within(passage))
      own.push([charOffset(Math.max(start, span.start)), charOffset(Math.min(end, span.end))]);
    const document = documents[ordinal]?.id ?? '';
    return { document, ordinal, index, start, end, text, title, unitKind, spans: own };
  };
}
