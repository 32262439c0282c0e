import type { SourceLocation } from '../pipeline/errors.ts';
import { charOffset } from '../pipeline/spans.ts';
import type { TextDocument } from '../stages/document.ts';
import { sourceFields } from '../stages/read/compressed-line.ts';
import { compressedSource } from '../stages/read/compressed-source.ts';

/** What an earlier compression of a record says of one of its texts, unchecked. */
export interface EarlierNote {
  readonly spans?: unknown;
  readonly gaps?: unknown;
}

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
  if (note.spans === undefined) return {};
  const { spans, gaps } = compressedSource({ id, text, ...sourceFields(note.spans, note.gaps, at) }, at);
  return {
    origin: {
      async *spans() {
        for (const [start, end] of spans) yield [charOffset(start), charOffset(end)];
      },
      async *gaps() {
        yield* gaps;
      },
    },
  };
}
