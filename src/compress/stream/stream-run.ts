import type { WordFrequencies } from '../../models/lexicon/frequencies.ts';
import { RunningCount } from '../../models/tokens/running-count.ts';
import { chain, type Part } from '../../pipeline/graph.ts';
import { runGraph } from '../../pipeline/run.ts';
import type { Span } from '../../pipeline/spans.ts';
import { allocateStage } from '../../stages/allocate/allocate-stage.ts';
import { Allocation } from '../../stages/allocate/allocation.ts';
import { Admission, plan } from '../../stages/allocate/plan.ts';
import { UnitCosts } from '../../stages/allocate/unit-costs.ts';
import { CrumbFilter } from '../../stages/assemble/crumb-filter.ts';
import { Joiner } from '../../stages/assemble/joiner.ts';
import { selectionStage } from '../../stages/assemble/selection-stage.ts';
import type { PassageBatch } from '../../stages/batch.ts';
import { textDocument } from '../../stages/document.ts';
import { DEFAULT_GUARDS, type GuardSet } from '../../stages/guard/guards.ts';
import type { MediaType } from '../../stages/media-type.ts';
import { MentionFinder } from '../../stages/rank/mentions.ts';
import { Query } from '../../stages/rank/query.ts';
import { rankStage } from '../../stages/rank/rank-stage.ts';
import { QuestionReader } from '../../stages/rank/relevance.ts';
import { TermHits } from '../../stages/rank/term-hits.ts';
import { TermRows } from '../../stages/rank/term-rows.ts';
import { bestByTerms, TermScores, type Terms } from '../../stages/rank/term-scores.ts';
import { unitsStage } from '../../stages/score/units-stage.ts';
import { WordSurvey } from '../../stages/survey/word-survey.ts';
import { questionsOf } from '../compress-options.ts';
import { fitDraft } from '../fit.ts';
import { NO_RANKING, type Ranking, RankingBuilder } from '../ranking.ts';
import type { Resources } from '../resources.ts';
import { scoringFor } from '../scoring.ts';
import { termShares } from '../term-shares.ts';
import { StreamDraft } from './stream-draft.ts';
import type { StreamOptions } from './stream-options.ts';
import { StreamShare } from './stream-share.ts';
import type { StreamWindow } from './stream-windows.ts';

/** The share of all that may be spent so far which is saved for richer windows at most. */
const SAVED = 0.02;

/** What is left of one window, and what all windows so far came to. */
export interface StreamPart {
  /** Follows the text of the part before it: joined, the texts are the output. */
  readonly text: string;
  /** Where it comes from: spans of the whole input, in UTF-16 units. */
  readonly spans: readonly Span[];
  /** Places in the text of this part, and lengths, of gap markers. */
  readonly gaps: readonly (readonly [position: number, length: number])[];
  /** What the input was divided by. */
  readonly mediaType: MediaType;
  /** Tokens of the input so far. */
  readonly inputTokens: number;
  /** Tokens of the output so far; never more than the ratio leaves of the input so far. */
  readonly outputTokens: number;
}

/** A draft of one window, what it adds to the tokens of the output, and how the next one goes on. */
interface WindowDraft extends AsyncDisposable {
  readonly tokens: number;
  readonly written: StreamDraft;
  readonly joiner: Joiner;
}

/** One compression of a stream: what has passed by is all that it knows, and what it keeps does not grow. */
export class StreamRun {
  readonly #resources: Resources;
  readonly #options: StreamOptions;
  /** Tokens of the output for each of the input. */
  readonly #rate: number;
  readonly #guards: GuardSet;
  readonly #frequencies: WordFrequencies;
  readonly #query: Query | undefined;
  readonly #readers: readonly QuestionReader[];
  readonly #words: WordSurvey;
  readonly #input: RunningCount;
  readonly #output: RunningCount;
  readonly #share: StreamShare;
  #rows: TermRows | undefined;
  #joiner: Joiner;

  /** `frequencies`: a table of its own, in which nothing is counted yet. */
  constructor(resources: Resources, frequencies: WordFrequencies, rate: number, options: StreamOptions) {
    const { gap, keep = DEFAULT_GUARDS } = options;
    const questions = questionsOf(options);
    this.#resources = resources;
    this.#options = options;
    this.#rate = rate;
    this.#guards = new Set(keep);
    this.#frequencies = frequencies;
    this.#query = questions.length === 0 ? undefined : new Query(questions, resources.background);
    const { encoder } = resources;
    this.#readers =
      encoder === undefined ? [] : questions.map((question) => new QuestionReader(encoder, question));
    const rows = { add: (counts: Parameters<TermRows['add']>[0]) => this.#rows?.add(counts) };
    this.#words = new WordSurvey(frequencies, this.#query && { query: this.#query, rows });
    this.#input = new RunningCount(resources.counter);
    this.#output = new RunningCount(resources.counter);
    this.#share = new StreamShare(rate);
    this.#joiner = new Joiner(new StreamDraft(), gap === '' ? undefined : gap);
  }

  /** Chooses from the next window. */
  async part({ passages, mediaType, isLast }: StreamWindow): Promise<StreamPart> {
    await using rows = this.#query && new TermRows(this.#query.size);
    this.#rows = rows;
    for (const passage of passages) this.#words.add(passage);
    this.#input.push(passages.map(({ text }) => text).join(''));
    const batch = { document: textDocument('', { id: '-', mediaType }), ordinal: 0, passages, isLast };
    const terms = this.#query && rows && { query: this.#query, rows, statistics: this.#words.terms };
    const ranking = await this.#rank(batch, terms);
    await using allocation = await this.#score(batch, terms, ranking);
    const budget = this.#budget(this.#share.add(allocation.histogram), isLast);
    const fit = await fitDraft(budget, (planned) => this.#write(batch, allocation, planned));
    if (fit === undefined) for (const passage of passages) this.#joiner.drop(passage);
    else this.#take(fit.draft);
    const { text, spans, gaps } = fit?.draft.written ?? new StreamDraft();
    const [inputTokens, outputTokens] = [this.#input.total, this.#output.total];
    return { text, spans, gaps, mediaType, inputTokens, outputTokens };
  }

  /** What a window may cost: what it deserves, as long as neither too much is spent nor too much saved. */
  #budget(deserved: number, isLast: boolean): number {
    const allowed = Math.floor(this.#rate * this.#input.total);
    const left = Math.max(0, allowed - this.#output.total);
    if (isLast) return left;
    return Math.max(left - Math.floor(SAVED * allowed), Math.min(left, deserved));
  }

  #take({ written, joiner }: WindowDraft): void {
    this.#output.push(written.text);
    this.#joiner = joiner;
  }

  /** Reads every passage with the questions, if there are some and a model that knows them. */
  async #rank(batch: PassageBatch, terms: Terms | undefined): Promise<Ranking> {
    if (this.#readers.length === 0 || terms === undefined) return NO_RANKING;
    const termScores = await bestByTerms(terms, batch.passages.length);
    const { counter, background } = this.#resources;
    const builder = new RankingBuilder(counter, new MentionFinder(terms.query, background), termScores);
    const stage = rankStage(this.#readers, { isCandidate: () => true, guards: this.#guards });
    for await (const ranked of this.#run(batch, stage)) for (const passage of ranked) builder.add(passage);
    return builder.build(Number.POSITIVE_INFINITY, builder.readChars);
  }

  async #score(batch: PassageBatch, terms: Terms | undefined, ranking: Ranking): Promise<Allocation> {
    await using passages = terms && new TermScores(terms);
    const hits = terms && new TermHits(terms.query, terms.statistics);
    const shares = terms && (await termShares(terms, this.#rate));
    const { node, scale } = scoringFor({
      resources: this.#resources,
      frequencies: this.#frequencies,
      ranking,
      question: passages && hits && shares && { passages, hits, shares },
    });
    const { minPassage } = this.#options;
    const costs = new UnitCosts(this.#resources.counter);
    const allocation = new Allocation({ scale, costs, keepsRoots: true, minPassage });
    const units = unitsStage(() => true, this.#guards);
    for await (const _ of this.#run(batch, chain(units, node, allocateStage(allocation))));
    allocation.end();
    return allocation;
  }

  /** What `planned` tokens buy of a window, joined to what was written before it. */
  async #write(batch: PassageBatch, allocation: Allocation, planned: number): Promise<WindowDraft> {
    const { minPassage = 0 } = this.#options;
    const written = new StreamDraft();
    const joiner = this.#joiner.fork(written);
    await using scores = allocation.scores.read();
    const stage = selectionStage({
      name: 'assemble',
      shown: {},
      scores,
      admission: new Admission(plan(allocation.histogram, planned)),
      isRead: () => true,
      guards: this.#guards,
      filter: minPassage > 1 ? new CrumbFilter(this.#resources.counter, minPassage) : undefined,
      target: {
        passage: ({ passage, units }, { kept }) => joiner.passage(passage, units, kept),
        drop: (passage) => joiner.drop(passage),
        flush() {},
        // With nothing else left to spend, the end of the last line is not worth a token.
        endDocument: () => joiner.end({ isBare: planned === 0 }),
      },
    });
    for await (const _ of this.#run(batch, stage));
    const tokens = this.#output.with(written.text) - this.#output.total;
    return { tokens, written, joiner, async [Symbol.asyncDispose]() {} };
  }

  #run<Out>(batch: PassageBatch, part: Part<PassageBatch, Out>): AsyncIterable<Out> {
    return runGraph(part, [batch], { signal: this.#options.signal });
  }
}
