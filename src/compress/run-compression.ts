import type { WordFrequencies } from '../models/lexicon/frequencies.ts';
import { chain } from '../pipeline/graph.ts';
import { allocateStage } from '../stages/allocate/allocate-stage.ts';
import { Allocation } from '../stages/allocate/allocation.ts';
import { ProtectedRoom } from '../stages/allocate/protected-room.ts';
import { UnitCosts } from '../stages/allocate/unit-costs.ts';
import type { Draft } from '../stages/assemble/draft.ts';
import type { Prompt } from '../stages/assemble/prompt-tokens.ts';
import { Repetitions } from '../stages/condense/repetitions.ts';
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
import { condensedDraft } from './condensed-draft.ts';
import { Drafts, type Scored } from './drafts.ts';
import { type Choice, Explanation } from './explanation.ts';
import { fillDraft } from './fill-draft.ts';
import { fitDraft } from './fit.ts';
import { Passes } from './passes.ts';
import { rankPassages } from './rank-passages.ts';
import { NO_RANKING } from './ranking.ts';
import { ReadingList } from './reading-list.ts';
import type { Resources } from './resources.ts';
import { scoringFor } from './scoring.ts';
import { checkGuards } from './strict.ts';
import { termShares } from './term-shares.ts';

/** To read this many tokens once more takes a while. */
const LONG_TOKENS = 300_000;

/** What a group may take of a budget, with the best in it: costs are estimates until they are counted. */
const GROUP_SHARE = 0.9;

/** What becomes the output. */
interface Chosen {
  readonly draft: Draft;
  /** What it was chosen by; absent if it is the input as it is. */
  readonly choice?: Choice;
}

/** The state of one compression under one budget, and its passes over the source in their order. */
export class CompressionRun implements AsyncDisposable {
  readonly passes: Passes;
  readonly surveyed: Survey;
  readonly repetitions: Repetitions | undefined;
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
    const { protect = [], gap, keep = DEFAULT_GUARDS, minPassage, condense = true } = options;
    const isSingle = documents.length === 1;
    const { counter, background, frequencies } = resources;
    this.#resources = resources;
    this.#options = options;
    this.#isSingle = isSingle;
    // What is protected stays to the last space.
    const findsPadding = condense !== false && protect.length === 0;
    this.passes = new Passes(documents, { ...options, findsPadding });
    this.#frequencies = frequencies.take();
    this.#questions = questionsOf(options);
    const query = this.#questions.length === 0 ? undefined : new Query(this.#questions, background);
    const rows = query && new TermRows(query.size);
    this.#protected = protect.length === 0 ? undefined : new ProtectedSpans(protect);
    this.#guards = new Set(keep);
    this.repetitions = condense === false ? undefined : new Repetitions(counter);
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
      repetitions: this.repetitions,
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

  /** Drops what is said again and white space that says nothing, and no more. */
  async condense(): Promise<Chosen> {
    const isRepeated = (this.repetitions?.figures.statements ?? 0) > 0;
    const condensed = isRepeated || this.surveyed.hasPadding ? await this.#condensed() : undefined;
    return condensed ?? { draft: await this.#drafts.copy() };
  }

  async #condensed(): Promise<Chosen | undefined> {
    const { inputTokens } = this.surveyed;
    const scored = await this.#score(new ProtectedRoom(Number.POSITIVE_INFINITY), inputTokens);
    const fit = await condensedDraft(this.#drafts, scored, inputTokens);
    return fit && { draft: fit.draft, choice: { fit, scored } };
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

  /** What is worth the budget: all of the input if that is within it. */
  async choose(budget: number): Promise<Chosen> {
    return (await this.#copy(budget)) ?? (await this.#cut(budget));
  }

  /** The input as it is; undefined if it is over the budget, be it only once it stands in its prompt. */
  async #copy(budget: number): Promise<Chosen | undefined> {
    if (this.surveyed.inputTokens > budget) return undefined;
    const draft = await this.#drafts.copy();
    if (draft.tokens <= budget) return { draft };
    await draft[Symbol.asyncDispose]();
    return undefined;
  }

  async #cut(budget: number): Promise<Chosen> {
    const room = new ProtectedRoom(budget);
    await this.#rank(budget);
    const scored = await this.#score(room, budget);
    const fit = await fitDraft(budget, (planned) => this.#drafts.write(scored, planned), {
      isLong: this.surveyed.inputTokens > LONG_TOKENS,
    });
    if (fit === undefined) throw room.error();
    const filled = await fillDraft(budget, fit, {
      isAsked: this.#questions.length > 0,
      scene: (planned, reach) => this.#drafts.scene(scored, planned, reach),
      write: (planned, changes) => this.#drafts.write(scored, planned, changes),
    });
    return { draft: filled.draft, choice: { fit: filled, scored } };
  }

  /** Hands on what the choice was made by, once it is made. */
  explain(documents: readonly TextDocument[], { draft, choice }: Chosen): Explanation {
    this.#isKept = true;
    return new Explanation({
      documents,
      passes: this.passes,
      drafts: this.#drafts,
      draft,
      choice,
      terms: this.#terms,
      repetitions: this.repetitions,
      close: () => this.#close(),
    });
  }

  async #rank(budget: number): Promise<void> {
    const { passes, surveyed, repetitions } = this;
    if (this.#terms === undefined) return;
    this.#ranking = await rankPassages(this.#questions, this.#terms, {
      passes,
      resources: this.#resources,
      surveyed,
      repetitions,
      guards: this.#guards,
      budget,
    });
  }

  async #score(room: ProtectedRoom, budget: number): Promise<Scored> {
    await using scores = this.#terms && new TermScores(this.#terms);
    await using marker = this.#protected && new ProtectMarker(this.#protected);
    await using repetitions = this.repetitions?.readFor(this.passes.documents);
    const terms = this.#terms;
    const { node, scale } = scoringFor({
      resources: this.#resources,
      frequencies: this.#frequencies,
      ranking: this.#ranking,
      question: scores &&
        terms && {
          passages: scores,
          shares: await termShares(terms, budget / this.surveyed.inputTokens),
          hits: new TermHits(terms.query, this.surveyed.terms),
        },
      repetitions,
      isEven: this.#options.condense === 'only',
    });
    await using reading = new ReadingList(this.#ranking, this.#protected);
    const allocation = new Allocation({
      scale,
      costs: new UnitCosts(this.#resources.counter),
      keepsRoots: this.#isSingle,
      budget: Math.floor(GROUP_SHARE * budget),
      minPassage: this.#options.minPassage,
      protection: marker && { marker, room },
    });
    try {
      const units = unitsStage(reading.isRead, this.#guards);
      await this.passes.run('score', chain(units, node, allocateStage(allocation)));
      allocation.end();
      this.#allocation = allocation;
      return { ranking: this.#ranking, allocation };
    } catch (error) {
      await allocation[Symbol.asyncDispose]();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#resources.frequencies.giveBack(this.#frequencies);
    if (!this.#isKept) await this.#close();
  }

  async #close(): Promise<void> {
    await this.#allocation?.[Symbol.asyncDispose]();
    await this.#terms?.rows[Symbol.asyncDispose]();
    await this.#protected?.[Symbol.asyncDispose]();
    await this.repetitions?.[Symbol.asyncDispose]();
  }
}
