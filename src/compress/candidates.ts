import type { SentenceEncoder } from '../models/encoder/sentence-encoder.ts';
import { Best } from '../stages/rank/best.ts';
import { type PassageSimilarity, SentenceReader } from '../stages/rank/similarity.ts';
import { skimStage } from '../stages/rank/skim-stage.ts';
import { bestByTerms, TermScores, type Terms } from '../stages/rank/term-scores.ts';
import type { Passes } from './passes.ts';
import { closeness } from './question-scores.ts';
import { TERM_WEIGHT } from './ranking.ts';

/** The encoder reads this many passages with each question where BM25 chooses them, whatever the length of the input. */
export const TERM_CANDIDATES = 256;
/** So many where the sentences of all were compared: what answers is seldom the closest of all, and seldom far from it. */
export const SKIM_CANDIDATES = 384;
/** An input is skimmed if it has no more characters. */
const SKIM_CHARACTERS = 2_000_000;

/** The passages that are read with each question, and their BM25. */
export type Candidates = readonly ReadonlyMap<number, number>[];

/** How close the sentences of passages are to the questions, by the index of the passage. */
export type Skimmed = ReadonlyMap<number, PassageSimilarity>;

/** Whether so many characters can be skimmed. */
export function canSkim(characters: number): boolean {
  return characters <= SKIM_CHARACTERS;
}

/** Compares all sentences of the input with the questions, whatever words they share. */
export async function skim(
  passes: Passes,
  encoder: SentenceEncoder,
  questions: readonly string[],
): Promise<Skimmed> {
  const found = new Map<number, PassageSimilarity>();
  const reader = await SentenceReader.open(encoder, questions);
  await passes.run('skim', skimStage(reader), (skimmed) => {
    for (const { index, similarity } of skimmed) found.set(index, similarity);
  });
  return found;
}

/** The passages with the highest BM25: what shares no word with the question is not among them. */
export function candidatesByTerms(terms: Terms): Promise<Candidates> {
  return bestByTerms(terms, TERM_CANDIDATES);
}

/** The passages whose best sentence is closest to the question, with BM25. */
export async function candidatesBySkimming(terms: Terms, skimmed: Skimmed): Promise<Candidates> {
  await using termScores = new TermScores(terms);
  const found = terms.query.questions.map(() => new Best(SKIM_CANDIDATES));
  const counted = found.map(() => new Map<number, number>());
  for (const [index, { byQuestion }] of skimmed) {
    const scores = await termScores.of(index);
    for (const [at, best] of found.entries()) {
      const score = scores[at] ?? 0;
      const closest = closeness(Math.max(-1, ...(byQuestion[at] ?? [])));
      best.add(index, closest + TERM_WEIGHT * score);
      counted[at]?.set(index, score);
    }
  }
  return found.map((best, at) => {
    const passages = [...best.entries().keys()].sort((a, b) => a - b);
    return new Map(passages.map((passage) => [passage, counted[at]?.get(passage) ?? 0]));
  });
}
