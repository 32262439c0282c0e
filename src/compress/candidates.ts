import type { Encoder } from '../models/encoder/encoder.ts';
import { Best } from '../stages/rank/best.ts';
import { Skimmer } from '../stages/rank/skim.ts';
import { type SkimmedPassage, skimStage } from '../stages/rank/skim-stage.ts';
import { bestByTerms, TermScores, type Terms } from '../stages/rank/term-scores.ts';
import type { Passes } from './passes.ts';
import { TERM_WEIGHT } from './ranking.ts';

/** The encoder reads this many passages with each question where BM25 chooses them, whatever the length of the input. */
export const TERM_CANDIDATES = 256;
/** So many where every passage was skimmed, which tells them apart less surely than the level's encoder does. */
export const SKIM_CANDIDATES = 512;
/** An input is skimmed if its characters, times the questions, are no more. */
const SKIM_CHARACTERS = 2_000_000;

/** The passages that are read with each question, and their BM25. */
export type Candidates = readonly ReadonlyMap<number, number>[];

/** Whether so many characters can be skimmed with so many questions. */
export function canSkim(characters: number, questions: number): boolean {
  return characters * questions <= SKIM_CHARACTERS;
}

/** The passages with the highest BM25: what shares no word with the question is not among them. */
export function candidatesByTerms(terms: Terms): Promise<Candidates> {
  return bestByTerms(terms, TERM_CANDIDATES);
}

/** Lets a fast encoder look through all passages: those that look relevant as a whole, and those with words that look like answers. */
export async function candidatesBySkimming(
  passes: Passes,
  terms: Terms,
  encoder: Encoder,
  questions: readonly string[],
): Promise<Candidates> {
  await using termScores = new TermScores(terms);
  const found = questions.map(() => new SkimmedCandidates());
  const skimmers = questions.map((question) => new Skimmer(encoder, question));
  await passes.run('skim', skimStage(skimmers), async (skimmed) => {
    for (const passage of skimmed) {
      const scores = await termScores.of(passage.index);
      for (const [at, candidates] of found.entries()) candidates.add(passage, at, scores[at] ?? 0);
    }
  });
  return found.map((candidates) => candidates.entries());
}

/** Half of the candidates of one question by relevance, and half by their best word. */
class SkimmedCandidates {
  readonly #byRelevance = new Best(SKIM_CANDIDATES / 2);
  readonly #byWord = new Best(SKIM_CANDIDATES / 2);
  readonly #terms = new Map<number, number>();

  add({ index, skims }: SkimmedPassage, question: number, terms: number): void {
    const skim = skims[question];
    if (skim === undefined) return;
    this.#byRelevance.add(index, skim.relevance + TERM_WEIGHT * terms);
    this.#byWord.add(index, skim.keep);
    if (terms > 0) this.#terms.set(index, terms);
  }

  /** In source order, with their BM25. */
  entries(): ReadonlyMap<number, number> {
    const passages = [...this.#byRelevance.entries().keys(), ...this.#byWord.entries().keys()];
    const ordered = [...new Set(passages)].sort((a, b) => a - b);
    return new Map(ordered.map((passage) => [passage, this.#terms.get(passage) ?? 0]));
  }
}
