import { charOffset } from '../pipeline/spans.ts';
import type { TextDocument } from '../stages/document.ts';
import { sourceFields } from '../stages/read/compressed-line.ts';
import { compressedSource } from '../stages/read/compressed-source.ts';

/** What an earlier compression of a record says of one of its texts, unchecked. */
export interface EarlierNote {
  readonly spans?: unknown;
  readonly gaps?: unknown;
}

/** The part of a record's field `pith` that is about its text, or about the document with an ordinal. */
export function noteOf(record: Readonly<Record<string, unknown>>, ordinal?: number): EarlierNote {
  const note = record['pith'];
  if (typeof note !== 'object' || note === null) return {};
  const { spans, gaps } = note as EarlierNote;
  return ordinal === undefined ? { spans, gaps } : { spans: item(spans, ordinal), gaps: item(gaps, ordinal) };
}

function item(list: unknown, ordinal: number): unknown {
  return Array.isArray(list) ? list[ordinal] : undefined;
}

/**
 * Where a text that was compressed before comes from, so that the offsets stay those of the original.
 * @throws {PithError} `input` if the note does not account for every character of the text.
 */
export function originOf(id: string, text: string, note: EarlierNote): Pick<TextDocument, 'origin'> {
  if (note.spans === undefined) return {};
  const at = { document: id };
  const { spans, gaps } = compressedSource({ id, text, ...sourceFields(note.spans, note.gaps, at) }, at);
  return {
    origin: {
      gaps,
      async *spans() {
        for (const [start, end] of spans) yield [charOffset(start), charOffset(end)];
      },
    },
  };
}
