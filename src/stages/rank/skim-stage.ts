import { mapStage, type Stage } from '../../pipeline/stage.ts';
import type { PassageBatch } from '../batch.ts';
import type { Skim, Skimmer } from './skim.ts';

const CONCURRENCY = 2;

/** A passage that was skimmed. */
export interface SkimmedPassage {
  readonly index: number;
  /** One for each question. */
  readonly skims: readonly Skim[];
}

/** Looks through every passage with each question. */
export function skimStage(skimmers: readonly Skimmer[]): Stage<PassageBatch, readonly SkimmedPassage[]> {
  return mapStage({
    name: 'skim',
    concurrency: CONCURRENCY,
    map({ passages }: PassageBatch, { signal, count }) {
      count({ characters: passages.reduce((sum, { text }) => sum + text.length, 0) });
      return Promise.all(
        passages.map(async (passage) => ({
          index: passage.index,
          skims: await Promise.all(skimmers.map((skimmer) => skimmer.skim(passage, signal))),
        })),
      );
    },
  });
}
