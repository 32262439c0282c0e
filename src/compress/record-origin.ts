import type { SourceLocation } from '../pipeline/errors.ts';
import type { TextDocument } from '../stages/document.ts';
import { type EarlierNote, notedSource } from '../stages/read/compressed-source.ts';

/**
 * Where a text that was compressed before comes from, so that the offsets stay those of the original.
 * @throws {PithError} `input` if the note does not account for every character of the text.
 */
export function originOf(
  id: string,
  text: string,
  note: EarlierNote,
  at: SourceLocation,
): Pick<TextDocument, 'origin'> {
  const source = notedSource(id, text, note, at);
  if (source === undefined) return {};
  return {
    origin: {
      async *spans() {
        yield* source.spans;
      },
      async *gaps() {
        yield* source.gaps;
      },
    },
  };
}
