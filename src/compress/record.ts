import { PithError } from '../pipeline/errors.ts';
import { type TextDocument, textDocument } from '../stages/document.ts';
import { detectMediaType, type MediaType } from '../stages/media-type.ts';
import type { CompressedDocument, CompressStats } from './compression.ts';
import type { Compressor } from './compressor.ts';
import { type EarlierNote, noteOf, originOf } from './record-origin.ts';
import type { CompressOptions } from './run-compression.ts';

/** One row of data: a JSON object. */
export type DataRecord = Readonly<Record<string, unknown>>;

export interface RecordOptions extends CompressOptions {
  /** The field that holds the text, in records without `documents`. @default 'text' */
  readonly textField?: string | undefined;
  /** The field that holds the question; it goes before `question` of these options. @default 'question' */
  readonly questionField?: string | undefined;
  /** @default what the content of each text looks like */
  readonly mediaType?: MediaType | undefined;
  /** Receives what the compression of the record did. */
  readonly onStats?: ((stats: CompressStats) => void) | undefined;
}

type Spans = (readonly [start: number, end: number])[];

/** What {@link compressRecord} adds to a record, as its field `pith`. */
export interface RecordNote {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Spans of the text, or of each of the documents; of the original, if the record had a note of an earlier compression. */
  readonly spans: Spans | Spans[];
  /** Places and lengths of gap markers in the text, or in each of the documents; absent if there are none. */
  readonly gaps?: unknown;
}

/**
 * Compresses the text of one record, or its `documents` (`[{ title?, text }]`) together, under a budget of its own.
 * @returns the record with its texts cut, and a {@link RecordNote} as `pith`.
 * @throws {PithError} `input` if the record holds no text.
 */
export async function compressRecord(
  compressor: Compressor,
  record: DataRecord,
  options: RecordOptions = {},
): Promise<DataRecord> {
  const { textField = 'text', questionField = 'question' } = options;
  const own = record[questionField];
  const question = typeof own === 'string' && own !== '' ? own : options.question;
  const isList = !(textField in record) && Array.isArray(record['documents']);
  const documents = isList
    ? documentsOf(record, options)
    : [recordText(record[textField], textField, { id: textField, note: noteOf(record), options })];
  await using result = await compressor.compress(documents, { ...options, question });
  options.onStats?.(result.stats);
  const { inputTokens, outputTokens } = result.stats;
  const cut: { text: string; spans: Spans; gaps: CompressedDocument['gaps'] }[] = [];
  for await (const document of result.documents()) cut.push(await collect(document));
  const hasGaps = cut.some(({ gaps }) => gaps.length > 0);
  const spans = cut.map((document) => document.spans);
  const gaps = cut.map((document) => document.gaps);
  const note = { inputTokens, outputTokens, spans: isList ? spans : (spans[0] ?? []) };
  const pith: RecordNote = hasGaps ? { ...note, gaps: isList ? gaps : gaps[0] } : note;
  if (!isList) return { ...record, [textField]: cut[0]?.text ?? '', pith };
  const texts = (record['documents'] as readonly DataRecord[]).map((document, at) => ({
    ...document,
    text: cut[at]?.text ?? '',
  }));
  return { ...record, documents: texts, pith };
}

function documentsOf(record: DataRecord, options: RecordOptions): TextDocument[] {
  return (record['documents'] as readonly unknown[]).map((value, at) => {
    const { text, title } = (typeof value === 'object' && value !== null ? value : {}) as DataRecord;
    const place = { id: `${at}`, note: noteOf(record, at), options };
    const document = recordText(text, `documents[${at}].text`, place);
    return typeof title === 'string' && title !== '' ? { ...document, title } : document;
  });
}

function recordText(
  text: unknown,
  place: string,
  { id, note, options }: { readonly id: string; readonly note: EarlierNote; readonly options: RecordOptions },
): TextDocument {
  if (typeof text !== 'string')
    throw new PithError('input', `the record has no text in ${JSON.stringify(place)}`, {
      hint: 'Name the field with --text-field, or give documents: [{ "title", "text" }].',
    });
  const mediaType = options.mediaType ?? detectMediaType(undefined, text);
  return { ...textDocument(text, { id, mediaType }), ...originOf(id, text, note) };
}

async function collect(document: CompressedDocument) {
  let text = '';
  for await (const piece of document.text()) text += piece;
  const spans: Spans = [];
  for await (const span of document.spans()) spans.push(span);
  return { text, spans, gaps: document.gaps };
}
