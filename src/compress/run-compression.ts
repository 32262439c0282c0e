import type { WordFrequencies } from '../models/lexicon/frequencies.ts';
import { chain } from '../pipeline/graph.ts';
import { allocateStage } from '../stages/allocate/allocate-stage.ts';
import { Allocation } from '../stages/allocate/allocation.ts';
import { ProtectedRoom } from '../stages/allocate/protected-room.ts';
import { UnitCosts } from '../stages/allocate/unit-costs.ts';
import type { Draft } from '../stages/assemble/draft.ts';
import type { Prompt } from '../stages/assemble/prompt-tokens.ts';
import type { TextDocument } from '../stages/document.ts';
import { DEFAULT_GUARDS, type GuardSet } from '../stages/guard/guards.ts';
import { ProtectMarker } from '../stages/protect/protect-marker.ts';
import { ProtectedSpans } from '../stages/protect/protected-spans.ts';
import { Query } from '../stages/rank/query.ts';
import { TermHits } from '../stages/rank/term-hits.ts';
import { TermRows } from '../stages/rank/term-rows.ts';
import { TermScores, type Terms } from '../stages/rank/term-scores.ts';
import { unitsStage } from '../stages/score/units-stage.ts';
import { Survey } from '../stages/survey/survey.ts';
import { surveyStage } from '../stages/survey/survey-stage.ts';
import { type CompressOptions, questionsOf } from './compress-options.ts';
import { Drafts } from './drafts.ts';
import { Explanation } from './explanation.ts';
import { fillDraft } from './fill-draft.ts';
import { type Fit, fitDraft } from './fit.ts';
import { Passes } from './passes.ts';
import { rankPassages } from './rank-passages.ts';
import { NO_RANKING } from './ranking.ts';
import { ReadingList } from './reading-list.ts';
import type { Resources } from './resources.ts';
import { type Scoring, scoringFor } from './scoring.ts';
import { checkGuards } from './strict.ts';
import { termShares } from './term-shares.ts';

/** To read this many tokens once more takes a while. */
const LONG_TOKENS = 300_000;

/** The state of one compression under one budget, and its passes over the source in their order. */
export class CompressionRun implements AsyncDisposable {
  readonly passes: Passes;
  readonly surveyed: Survey;
  readonly #resources: Resources;
  readonly #options: CompressOptions;
  readonly #isSingle: boolean;
  readonly #drafts: Drafts;
  readonly #frequencies: WordFrequencies;
  readonly #questions: readonly string[];
  readonly #terms: Terms | undefined;
  readonly #protected: ProtectedSpans | undefined;
  readonly #guards: GuardSet;
  #ranking = NO_RANKING;
  #allocation: Allocation | undefined;
  /** Whether an explanation has taken over what lies on disk. */
  #isKept = false;

  /** `prompt`: what the output is to stand in, if its budget is for that. */
  constructor(
    resources: Resources,
    documents: readonly TextDocument[],
    options: CompressOptions,
    prompt: Prompt | undefined,
  ) {
    const { protect = [], gap, keep = DEFAULT_GUARDS, minPassage } = options;
    const isSingle = documents.length === 1;
    const { counter, background, frequencies } = resources;
    this.#resources = resources;
    this.#options = options;
    this.#isSingle = isSingle;
    this.passes = new Passes(documents, options);
    this.#frequencies = frequencies.take();
    this.#questions = questionsOf(options);
    const query = this.#questions.length === 0 ? undefined : new Query(this.#questions, background);
    const rows = query && new TermRows(query.size);
    this.#protected = protect.length === 0 ? undefined : new ProtectedSpans(protect);
    this.#guards = new Set(keep);
    this.#drafts = new Drafts({
      passes: this.passes,
      counter,
      isSingle,
      prompt,
      gap: gap === '' ? undefined : gap,
      minPassage,
      protectedSpans: this.#protected,
      guards: this.#guards,
    });
    this.surveyed = new Survey({
      counter,
      isSingle,
      frequencies: this.#frequencies,
      question: query && rows && { query, rows },
      protectedSpans: this.#protected,
    });
    this.#terms = query && rows && { query, rows, statistics: this.surveyed.terms };
  }

  /** Characters that an encoder read with each question; null if none was to. */
  get readChars(): number | null {
    return this.#ranking.readChars;
  }

  async survey(): Promise<void> {
    await this.passes.run('survey', surveyStage(this.surveyed));
    this.surveyed.end();
  }

  /** For an input within the budget; undefined if it is not once it stands in its prompt. */
  async copy(budget: number): Promise<Pick<Fit, 'draft'> | undefined> {
    const draft = await this.#drafts.copy();
    if (draft.tokens <= budget) return { draft };
    await draft[Symbol.asyncDispose]();
    return undefined;
  }

  /** For strict runs; a draft that fails is disposed of. */
  async check(draft: Draft): Promise<void> {
    try {
      await checkGuards(this.passes.documents, draft, this.#guards, this.#options.signal);
    } catch (error) {
      await draft[Symbol.asyncDispose]();
      throw error;
    }
  }

  async choose(budget: number): Promise<Fit> {
    const room = new ProtectedRoom(budget);
    await this.#rank(budget);
    const allocation = await this.#score(room, budget);
    this.#allocation = allocation;
    const scored = { ranking: this.#ranking, allocation };
    const fit = await fitDraft(budget, (planned) => this.#drafts.write(scored, planned), {
      isLong: this.surveyed.inputTokens > LONG_TOKENS,
    });
    if (fit === undefined) throw room.error();
    return await fillDraft(budget, fit, {
      scene: (planned, most) => this.#drafts.scene(scored, planned, most),
      write: (planned, changes) => this.#drafts.write(scored, planned, changes),
    });
  }

  /** Hands on what the choice was made by, once it is made. */
  explain(documents: readonly TextDocument[], chosen: Fit | Pick<Fit, 'draft'>): Explanation {
    const allocation = this.#allocation;
    this.#isKept = true;
    return new Explanation({
      documents,
      passes: this.passes,
      drafts: this.#drafts,
      draft: chosen.draft,
      choice:
        allocation === undefined || !('planned' in chosen)
          ? undefined
          : { fit: chosen, scored: { ranking: this.#ranking, allocation } },
      terms: this.#terms,
      close: () => this.#close(),
    });
  }

  async #rank(budget: number): Promise<void> {
    const { passes, surveyed } = this;
    if (this.#terms === undefined) return;
    this.#ranking = await rankPassages(this.#questions, this.#terms, {
      passes,
      resources: this.#resources,
      surveyed,
      guards: this.#guards,
      budget,
    });
  }

  async #score(room: ProtectedRoom, budget: number): Promise<Allocation> {
    await using scores = this.#terms && new TermScores(this.#terms);
    await using marker = this.#protected && new ProtectMarker(this.#protected);
    const { node, scale } = await this.#scoring(scores, budget);
    await using reading = new ReadingList(this.#ranking, this.#protected);
    const allocation = new Allocation({
      scale,
      costs: new UnitCosts(this.#resources.counter),
      keepsRoots: this.#isSingle,
      minPassage: this.#options.minPassage,
      protection: marker && { marker, room },
    });
    try {
      const units = unitsStage(reading.isRead, this.#guards);
      await this.passes.run('score', chain(units, node, allocateStage(allocation)));
      allocation.end();
      return allocation;
    } catch (error) {
      await allocation[Symbol.asyncDispose]();
      throw error;
    }
  }

  async #scoring(passages: TermScores | undefined, budget: number): Promise<Scoring> {
    const terms = this.#terms;
    return scoringFor({
      resources: this.#resources,
      frequencies: this.#frequencies,
      ranking: this.#ranking,
      question: passages &&
        terms && {
          passages,
          shares: await termShares(terms, budget / this.surveyed.inputTokens),
          hits: new TermHits(terms.query, this.surveyed.terms),
        },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#resources.frequencies.giveBack(this.#frequencies);
    if (!this.#isKept) await this.#close();
  }

  async #close(): Promise<void> {
    await this.#allocation?.[Symbol.asyncDispose]();
    await this.#terms?.rows[Symbol.asyncDispose]();
    await this.#protected?.[Symbol.asyncDispose]();
  }
}
