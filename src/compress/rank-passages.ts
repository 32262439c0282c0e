import type { Repetitions } from '../stages/condense/repetitions.ts';
import type { GuardSet } from '../stages/guard/guards.ts';
import { MentionFinder } from '../stages/rank/mentions.ts';
import { type IsCandidate, rankStage } from '../stages/rank/rank-stage.ts';
import { QuestionReader } from '../stages/rank/relevance.ts';
import type { Terms } from '../stages/rank/term-scores.ts';
import type { Survey } from '../stages/survey/survey.ts';
import { candidatesBySkimming, candidatesByTerms, canSkim, skim, TERM_CANDIDATES } from './candidates.ts';
import type { Passes } from './passes.ts';
import { NO_RANKING, type Ranking, RankingBuilder } from './ranking.ts';
import type { Resources } from './resources.ts';

export interface RankOptions {
  readonly passes: Passes;
  readonly resources: Resources;
  readonly surveyed: Survey;
  /** What is said again, which need not be read again. */
  readonly repetitions: Repetitions | undefined;
  readonly guards: GuardSet;
  readonly budget: number;
}

/** Reads with the questions what is worth it: everything that is short, or else the candidates. */
export async function rankPassages(
  questions: readonly string[],
  terms: Terms,
  { passes, resources, surveyed, repetitions, guards, budget }: RankOptions,
): Promise<Ranking> {
  const { encoder, counter, background } = resources;
  if (encoder === undefined) return NO_RANKING;
  const all = surveyed.passages <= TERM_CANDIDATES;
  const skimmed =
    !all && canSkim(surveyed.inputChars)
      ? await skim(passes, await resources.sentenceEncoder(), questions)
      : undefined;
  const candidates = skimmed ? await candidatesBySkimming(terms, skimmed) : await candidatesByTerms(terms);
  const isCandidate: IsCandidate = (passage, question) =>
    (all || candidates[question]?.has(passage.index) === true) && repetitions?.isRepeated(passage) !== true;
  const builder = new RankingBuilder(counter, new MentionFinder(terms.query, background), candidates);
  const readers = questions.map((question) => new QuestionReader(encoder, question));
  await passes.run('rank', rankStage(readers, { isCandidate, guards, similarities: skimmed }), (ranked) => {
    for (const passage of ranked) builder.add(passage);
  });
  // What is said again was read where it stands first.
  return builder.build(budget, all || skimmed ? surveyed.inputChars : builder.readChars);
}
