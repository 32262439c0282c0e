import { type Stage, stage } from '../../pipeline/stage.ts';
import type { PassageBatch, TextChunk } from '../batch.ts';
import { Segmenter, type SegmenterOptions } from './segmenter.ts';

/** Cuts the text of each document into passages, numbered through the run. */
export function segmentStage(
  options: Pick<SegmenterOptions, 'findsPadding'> = {},
): Stage<TextChunk, PassageBatch> {
  return stage({
    name: 'segment',
    async *run(source: AsyncIterable<TextChunk>, context) {
      let segmenter: Segmenter | undefined;
      let nextIndex = 0;
      for await (const { document, ordinal, text, isLast } of source) {
        segmenter ??= new Segmenter({
          document: ordinal,
          firstIndex: nextIndex,
          mediaType: document.mediaType,
          title: document.title ?? '',
          path: document.id,
          ...options,
        });
        const passages = isLast ? segmenter.end() : segmenter.push(text);
        nextIndex += passages.length;
        context.count({ characters: text.length });
        if (passages.length > 0 || isLast) yield { document, ordinal, passages, isLast };
        if (isLast) segmenter = undefined;
      }
    },
  });
}
