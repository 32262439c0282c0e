import type { TextDocument } from '../document.ts';
import type { Passage } from './passage.ts';
import { Segmenter, type SegmenterOptions } from './segmenter.ts';

export interface SegmentOptions extends Pick<SegmenterOptions, 'firstIndex' | 'maxPassage'> {
  /** Ordinal of the document in the run. */
  readonly ordinal: number;
}

/**
 * Divides a document into passages, which tile it. The same for the same text, however it is read in chunks.
 * Batches hold about 64 Ki characters.
 */
export async function* segmentDocument(
  document: TextDocument,
  options: SegmentOptions,
  signal?: AbortSignal,
): AsyncGenerator<Passage[]> {
  const { mediaType, title = '' } = document;
  const segmenter = new Segmenter({ ...options, document: options.ordinal, mediaType, title });
  for await (const chunk of document.open(signal)) {
    // A document in memory is one chunk, of any size.
    for (let at = 0; at < chunk.length; at += batchCharacters) {
      signal?.throwIfAborted();
      const passages = segmenter.push(chunk.slice(at, at + batchCharacters));
      if (passages.length > 0) {
        yield passages;
      }
    }
  }
  const last = segmenter.end();
  if (last.length > 0) {
    yield last;
  }
}

const batchCharacters = 65_536;
