import { PithError } from '../pipeline/errors.ts';
import type { TextDocument } from '../stages/document.ts';

/**
 * A document that is read several times: one whose text has another length than before is refused, as nothing that
 * was found out about it holds any more, and errors in reading it tell which document it is.
 */
export function steadyDocument(document: TextDocument): TextDocument {
  const { id, mediaType, title, origin } = document;
  let known: number | undefined;
  return {
    id,
    mediaType,
    ...(title === undefined ? {} : { title }),
    ...(origin === undefined ? {} : { origin }),
    ...(document.bytes === undefined ? {} : { bytes: document.bytes.bind(document) }),
    async *open(signal) {
      let length = 0;
      try {
        for await (const chunk of document.open(signal)) {
          length += chunk.length;
          yield chunk;
        }
      } catch (error) {
        throw PithError.isInstance(error) ? error : unreadable(id, error);
      }
      known ??= length;
      if (length !== known) throw changed(id);
    },
  };
}

function unreadable(id: string, cause: unknown): PithError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PithError('input', `${id} could not be read: ${reason}`, { at: { document: id }, cause });
}

function changed(id: string): PithError {
  return new PithError('input', `${id} changed while it was read`, {
    at: { document: id },
    hint: 'Compress a copy that nothing writes to.',
  });
}
