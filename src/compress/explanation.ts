import type { Draft } from '../stages/assemble/draft.ts';
import type { Repetitions } from '../stages/condense/repetitions.ts';
import type { TextDocument } from '../stages/document.ts';
import { type ExplainStageOptions, explainStage } from '../stages/explain/explain-stage.ts';
import type { ExplainedPassage, PassageRelevance } from '../stages/explain/explained-passage.ts';
import type { ProtectedSpan } from '../stages/protect/protected-spans.ts';
import { TermScores, type Terms } from '../stages/rank/term-scores.ts';
import type { Passage } from '../stages/segment/passage.ts';
import type { Drafts, Scored } from './drafts.ts';
import type { Fit } from './fit.ts';
import type { Passes } from './passes.ts';
import type { Ranking } from './ranking.ts';

/** How a draft was found: its plan and changes, over what was found out about the source. */
export interface Choice {
  readonly fit: Fit;
  readonly scored: Scored;
}

export interface ExplanationParts {
  readonly documents: readonly TextDocument[];
  readonly passes: Passes;
  readonly drafts: Drafts;
  /** What became the output. */
  readonly draft: Draft;
  /** What it was chosen by; absent if the input was within its budget. */
  readonly choice: Choice | undefined;
  /** Where the terms of the questions stand, if any was asked. */
  readonly terms: Terms | undefined;
  /** What is said again, if it was looked for. */
  readonly repetitions: Repetitions | undefined;
  /** Gives back what the others lie in. */
  readonly close: () => Promise<void>;
}

/** What a compression chose by, kept so that its choice can be explained. */
export class Explanation implements AsyncDisposable {
  readonly #parts: ExplanationParts;

  constructor(parts: ExplanationParts) {
    this.#parts = parts;
  }

  /** What became of each passage, in source order; reads the source as far as it is read itself. */
  async *passages(): AsyncGenerator<ExplainedPassage, void, undefined> {
    const { passes, drafts, documents, draft, choice, terms, repetitions } = this.#parts;
    await using termScores = terms && new TermScores(terms);
    await using repeated = repetitions?.read();
    const options: ExplainStageOptions = { documents, spans: spansOf(draft) };
    const batches =
      choice === undefined
        ? passes.read(explainStage(options))
        : drafts.explain(choice.scored, choice.fit, {
            ...options,
            relevanceOf: (passage) => relevanceOf(passage, choice.scored.ranking, termScores),
            repeated,
          });
    for await (const batch of batches) yield* batch;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.close();
  }
}

async function relevanceOf(
  { index }: Passage,
  { questions }: Ranking,
  terms: TermScores | undefined,
): Promise<PassageRelevance> {
  const worth = questions.flatMap((question) => question.worth.get(index) ?? []);
  const odds = Math.max(...worth);
  return {
    ...(worth.length === 0 ? {} : { relevance: 1 / (1 + Math.exp(-odds)) }),
    ...(terms === undefined ? {} : { terms: Math.max(...(await terms.of(index))) }),
  };
}

async function* spansOf({ spans, documents }: Draft): AsyncGenerator<ProtectedSpan, void, undefined> {
  let ordinal = 0;
  let left = documents[0]?.spans ?? 0;
  for await (const [start, end] of spans.read()) {
    while (left === 0) left = documents[++ordinal]?.spans ?? 0;
    left -= 1;
    yield { ordinal, start, end };
  }
}
