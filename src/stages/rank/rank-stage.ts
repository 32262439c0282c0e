import { mapStage, type Stage } from '../../pipeline/stage.ts';
import type { PassageBatch } from '../batch.ts';
import { type GuardSet, NO_GUARDS } from '../guard/guards.ts';
import type { Passage } from '../segment/passage.ts';
import { unitsOf } from '../segment/units.ts';
import type { QuestionReader, Reading } from './relevance.ts';

const CONCURRENCY = 2;

/** A passage that was read with the question. */
export interface RankedPassage extends Reading {
  readonly passage: Passage;
}

/** Reads the candidates with the question; everything else passes by. */
export function rankStage(
  reader: QuestionReader,
  isCandidate: (passage: Passage) => boolean,
  guards: GuardSet = NO_GUARDS,
): Stage<PassageBatch, readonly RankedPassage[]> {
  return mapStage({
    name: 'rank',
    concurrency: CONCURRENCY,
    map({ passages }: PassageBatch, { signal, count }) {
      const candidates = passages.filter(isCandidate);
      count({ characters: candidates.reduce((sum, { text }) => sum + text.length, 0) });
      return Promise.all(
        candidates.map(async (passage) => ({
          passage,
          ...(await reader.read(passage, unitsOf(passage, guards), signal)),
        })),
      );
    },
  });
}
