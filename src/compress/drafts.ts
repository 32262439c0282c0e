import type { TokenCounter } from '../models/tokens/token-counter.ts';
import type { Stage } from '../pipeline/stage.ts';
import type { Allocation } from '../stages/allocate/allocation.ts';
import { Admission, plan } from '../stages/allocate/plan.ts';
import { assembleStage, copyStage } from '../stages/assemble/assemble-stage.ts';
import { type Changes, NO_CHANGES } from '../stages/assemble/changes.ts';
import { CrumbFilter } from '../stages/assemble/crumb-filter.ts';
import { Draft } from '../stages/assemble/draft.ts';
import type { OutputForm } from '../stages/assemble/output-tokens.ts';
import type { SelectionOptions } from '../stages/assemble/selection-stage.ts';
import type { PassageBatch } from '../stages/batch.ts';
import { type ExplainSelectionOptions, explainSelection } from '../stages/explain/explain-stage.ts';
import type { ExplainedPassage } from '../stages/explain/explained-passage.ts';
import { passingLevel } from '../stages/explain/passing-level.ts';
import { fillStage } from '../stages/fill/fill-stage.ts';
import { Scene, type SceneReach } from '../stages/fill/scene.ts';
import type { GuardSet } from '../stages/guard/guards.ts';
import type { ProtectedSpans } from '../stages/protect/protected-spans.ts';
import type { Fit } from './fit.ts';
import type { Passes } from './passes.ts';
import type { Ranking } from './ranking.ts';
import { ReadingList } from './reading-list.ts';

export interface DraftsOptions extends OutputForm {
  readonly passes: Passes;
  readonly counter: TokenCounter;
  readonly gap: string | undefined;
  /** Tokens that must be left of a passage, if any. */
  readonly minPassage: number | undefined;
  readonly protectedSpans: ProtectedSpans | undefined;
  readonly guards: GuardSet;
}

/** What was found out about the source: which passages count, and what their units are worth and cost. */
export interface Scored {
  readonly ranking: Ranking;
  readonly allocation: Allocation;
}

/** Reads the source again and writes what is kept of it. */
export class Drafts {
  readonly #options: DraftsOptions;

  constructor(options: DraftsOptions) {
    this.#options = options;
  }

  /** The source as it is. */
  copy(): Promise<Draft> {
    return this.#run(copyStage);
  }

  /** What `planned` tokens buy, but for some changes. */
  async write(scored: Scored, planned: number, changes?: Changes): Promise<Draft> {
    const { gap } = this.#options;
    await using selection = this.#select(scored, planned);
    return await this.#run((draft) => assembleStage({ ...selection, draft, changes, gap }));
  }

  /** The same in memory, with the units besides that are in reach. */
  async scene(scored: Scored, planned: number, reach: SceneReach): Promise<Scene> {
    const scene = new Scene({ ...this.#options, ...reach });
    await using selection = this.#select(scored, planned);
    await this.#options.passes.run('fill', fillStage({ ...selection, scene }));
    return scene;
  }

  /** Reads the source as it was read for a draft, and says why each unit is in it or not. */
  async *explain(
    scored: Scored,
    { planned, changes = NO_CHANGES }: Fit,
    options: Pick<ExplainSelectionOptions, 'documents' | 'spans' | 'relevanceOf' | 'repeated'>,
  ): AsyncGenerator<readonly ExplainedPassage[], void, undefined> {
    const { histogram } = scored.allocation;
    const passing = passingLevel(histogram, plan(histogram, planned));
    await using selection = this.#select(scored, planned);
    yield* this.#options.passes.read(explainSelection({ ...options, selection, changes, passing }));
  }

  #select({ ranking, allocation }: Scored, planned: number): SelectionOptions & AsyncDisposable {
    const { counter, minPassage = 0, protectedSpans, guards } = this.#options;
    const scores = allocation.scores.read();
    const reading = new ReadingList(ranking, protectedSpans);
    return {
      scores,
      admission: new Admission(plan(allocation.histogram, planned)),
      isRead: reading.isRead,
      guards,
      filter: minPassage > 1 ? new CrumbFilter(counter, minPassage) : undefined,
      holdsTail: (ordinal) => protectedSpans?.holdsTail(ordinal) ?? false,
      async [Symbol.asyncDispose]() {
        await scores[Symbol.asyncDispose]();
        await reading[Symbol.asyncDispose]();
      },
    };
  }

  async #run(stageFor: (draft: Draft) => Stage<PassageBatch, unknown>): Promise<Draft> {
    const { passes, counter } = this.#options;
    const draft = new Draft(counter, this.#options);
    try {
      await passes.run('write', stageFor(draft));
      draft.end();
      return draft;
    } catch (error) {
      await draft[Symbol.asyncDispose]();
      throw error;
    }
  }
}
