import { mapStage, type Stage } from '../../pipeline/stage.ts';
import type { PassageBatch } from '../batch.ts';
import type { PassageSimilarity, SentenceReader } from './similarity.ts';

const CONCURRENCY = 2;

/** A passage that was skimmed. */
export interface SkimmedPassage {
  readonly index: number;
  readonly similarity: PassageSimilarity;
}

/** Compares every sentence of every passage with the questions. */
export function skimStage(reader: SentenceReader): Stage<PassageBatch, readonly SkimmedPassage[]> {
  return mapStage({
    name: 'skim',
    concurrency: CONCURRENCY,
    map({ passages }: PassageBatch, { signal, count }) {
      count({ characters: passages.reduce((sum, { text }) => sum + text.length, 0) });
      return Promise.all(
        passages.map(async (passage) => ({
          index: passage.index,
          similarity: await reader.read(passage, signal),
        })),
      );
    },
  });
}
