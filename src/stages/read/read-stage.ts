import { type Stage, stage } from '../../pipeline/stage.ts';
import type { NumberedDocument, TextChunk } from '../batch.ts';

/** A document in memory comes as one chunk; stages take turns at pieces of this size. */
const CHUNK_LENGTH = 65_536;

/** Opens each document and passes its text on in chunks. */
export function readStage(): Stage<NumberedDocument, TextChunk> {
  return stage({
    name: 'read',
    async *run(source: AsyncIterable<NumberedDocument>, context) {
      for await (const { document, ordinal } of source) {
        for await (const chunk of document.open(context.signal)) {
          context.count({ characters: chunk.length });
          for (let at = 0; at < chunk.length; at += CHUNK_LENGTH)
            yield { document, ordinal, text: chunk.slice(at, at + CHUNK_LENGTH), isLast: false };
        }
        yield { document, ordinal, text: '', isLast: true };
      }
    },
  });
}
