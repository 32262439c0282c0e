import type { SourceLocation } from '../pipeline/errors.ts';
import { type TextDocument, textDocument } from '../stages/document.ts';
import { detectMediaType, type MediaType } from '../stages/media-type.ts';
import { type RecordFields, type RecordText, recordContent } from '../stages/read/record-content.ts';
import type { CompressOptions } from './compress-options.ts';
import type { CompressedDocument, CompressStats } from './compression.ts';
import type { Compressor } from './compressor.ts';
import { originOf } from './record-origin.ts';

/** One row of data: a JSON object. */
export type DataRecord = Readonly<Record<string, unknown>>;

/** How {@link compressRecord} reads and cuts a record: the options of a compression, and where the record holds what. */
export interface RecordOptions extends CompressOptions, RecordFields {
  /** @default what the content of each text looks like */
  readonly mediaType?: MediaType | undefined;
  /** Where the record stands, for errors. */
  readonly at?: SourceLocation | undefined;
  /** Receives what the compression of the record did. */
  readonly onStats?: ((stats: CompressStats) => void) | undefined;
}

type Spans = (readonly [number, number])[];

/** What {@link compressRecord} adds to a record, as its field `pith`. */
export interface RecordNote {
  /** Tokens of its texts as they came, joined. */
  readonly inputTokens: number;
  /** Tokens of its texts as they are now; never more than the budget. */
  readonly outputTokens: number;
  /** Spans of the text, or of each of the documents; of the original, if the record had a note of an earlier compression. */
  readonly spans: Spans | Spans[];
  /** Places and lengths of gap markers in the text, or in each of the documents; absent if there are none. */
  readonly gaps?: unknown;
}

/**
 * Compresses the text of one record under a budget of its own. The text is that of its text field, or else its
 * `documents` (`[{ title?, text }]`) together, or else its `context`. The record's own question goes before that of the
 * options.
 *
 * @returns the record with its texts cut, and a {@link RecordNote} as `pith`.
 * @throws {PithError} `input` if the record holds no text, or a field is of another kind.
 */
export async function compressRecord(
  compressor: Compressor,
  record: DataRecord,
  options: RecordOptions = {},
): Promise<DataRecord> {
  const { question = options.question, field, texts } = recordContent(record, options, options.at);
  const documents = texts.map((text, ordinal) => documentOf(text, ordinal, field, options));
  await using result = await compressor.compress(documents, { ...options, question });
  options.onStats?.(result.stats);
  const cut: CutText[] = [];
  for await (const document of result.documents()) cut.push(await collect(document));
  const { inputTokens, outputTokens } = result.stats;
  const isList = field === undefined;
  const pith = {
    inputTokens,
    outputTokens,
    ...(isList ? listNote(cut) : singleNote(cut)),
  } satisfies RecordNote;
  if (!isList) return { ...record, [field]: cut[0]?.text ?? '', pith };
  const list = (record['documents'] as readonly unknown[]).map((document, at) =>
    withText(document, cut[at]?.text ?? ''),
  );
  return { ...record, documents: list, pith };
}

function documentOf(
  { text, title, place, spans, gaps }: RecordText,
  ordinal: number,
  field: string | undefined,
  options: RecordOptions,
): TextDocument {
  const id = field ?? `${ordinal}`;
  const mediaType = options.mediaType ?? detectMediaType(undefined, text);
  return {
    ...textDocument(text, { id, mediaType, ...(title !== undefined && { title }) }),
    ...originOf(place, text, { spans, gaps }, options.at ?? { document: place }),
  };
}

/** A document is a text, or an object that holds one. */
function withText(document: unknown, text: string): unknown {
  return typeof document === 'string' ? text : { ...(document as DataRecord), text };
}

interface CutText {
  readonly text: string;
  readonly spans: Spans;
  readonly gaps: Spans;
}

async function collect(document: CompressedDocument): Promise<CutText> {
  let text = '';
  for await (const piece of document.text()) text += piece;
  const spans: Spans = [];
  for await (const span of document.spans()) spans.push(span);
  const gaps: Spans = [];
  for await (const gap of document.gaps()) gaps.push(gap);
  return { text, spans, gaps };
}

function listNote(cut: readonly CutText[]): Pick<RecordNote, 'spans' | 'gaps'> {
  const hasGaps = cut.some(({ gaps }) => gaps.length > 0);
  return { spans: cut.map(({ spans }) => spans), ...(hasGaps && { gaps: cut.map(({ gaps }) => gaps) }) };
}

function singleNote([only]: readonly CutText[]): Pick<RecordNote, 'spans' | 'gaps'> {
  const { spans = [], gaps = [] } = only ?? {};
  return { spans, ...(gaps.length > 0 && { gaps }) };
}
