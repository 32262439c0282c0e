import { mapStage, type Stage } from '../../pipeline/stage.ts';
import type { PassageBatch } from '../batch.ts';
import { type GuardSet, NO_GUARDS } from '../guard/guards.ts';
import type { Passage } from '../segment/passage.ts';
import { unitsOf } from '../segment/units.ts';
import type { QuestionReader, Reading } from './relevance.ts';
import { type PassageSimilarity, unitSimilarities } from './similarity.ts';

const CONCURRENCY = 2;

/** A passage that was read with a question, or with several. */
export interface RankedPassage {
  readonly passage: Passage;
  /** One for each question; undefined where it was not read with it. */
  readonly readings: readonly (Reading | undefined)[];
}

/** Which passages are read with the question of an ordinal. */
export type IsCandidate = (passage: Passage, question: number) => boolean;

export interface RankStageOptions {
  readonly isCandidate: IsCandidate;
  /** What holds units together. @default none */
  readonly guards?: GuardSet;
  /** How close the sentences of passages are to the questions, by the passage's index, where they were compared. */
  readonly similarities?: ReadonlyMap<number, PassageSimilarity> | undefined;
}

/** Reads the candidates of each question with it; everything else passes by. */
export function rankStage(
  readers: readonly QuestionReader[],
  { isCandidate, guards = NO_GUARDS, similarities }: RankStageOptions,
): Stage<PassageBatch, readonly RankedPassage[]> {
  return mapStage({
    name: 'rank',
    concurrency: CONCURRENCY,
    map({ passages }: PassageBatch, { signal, count }) {
      const candidates = passages.filter((passage) => readers.some((_, at) => isCandidate(passage, at)));
      count({ characters: candidates.reduce((sum, { text }) => sum + text.length, 0) });
      return Promise.all(
        candidates.map(async (passage) => {
          const units = unitsOf(passage, guards);
          const similar = similarities?.get(passage.index);
          const readings = readers.map(async (reader, at): Promise<Reading | undefined> => {
            if (!isCandidate(passage, at)) return undefined;
            const similarity = similar === undefined ? undefined : unitSimilarities(similar, at, units);
            return { ...(await reader.read(passage, units, signal)), similarity };
          });
          return { passage, readings: await Promise.all(readings) };
        }),
      );
    },
  });
}
