import { PithError, type SourceLocation } from '../../pipeline/errors.ts';
import { charOffset } from '../../pipeline/spans.ts';
import type { Spool } from '../../pipeline/spool.ts';
import type { Origin, TextDocument } from '../document.ts';
import { detectMediaType } from '../media-type.ts';
import { PageList } from '../page-list.ts';
import { type CompressedLine, parseCompressedLine } from './compressed-line.ts';
import { type CompressedSource, compressedSource } from './compressed-source.ts';
import { lines } from './lines.ts';

export interface CompressedDocumentsOptions {
  /** The name of what is read, for errors. */
  readonly document: string;
  /** Makes the spools that hold texts and spans. The caller closes them when the documents are done with. */
  readonly createSpool: () => Spool;
}

/**
 * The documents in the JSONL form of compress, with their texts as they are there and where those come from, in
 * memory that grows with the longest line only.
 *
 * @throws PithError `input` for a line that is cut or malformed.
 */
export async function* compressedDocuments(
  chunks: AsyncIterable<string>,
  { document, createSpool }: CompressedDocumentsOptions,
): AsyncGenerator<TextDocument> {
  const texts = createSpool();
  const places = createSpool();
  for await (const { line, text } of lines(chunks, LONGEST_LINE)) {
    if (text?.trim() === '') continue;
    const at = { document, line };
    if (text === undefined) throw tooLong(at);
    const compressed = parseCompressedLine(text, at);
    yield storedDocument(compressed, compressedSource(compressed, at), texts, places);
  }
}

const LONGEST_LINE = 2 ** 28;

function storedDocument(
  { id, text, mediaType, questions, sha256, reader, pages }: CompressedLine,
  source: CompressedSource,
  texts: Spool,
  places: Spool,
): TextDocument {
  const textBytes = store(texts, Buffer.from(text, 'utf16le'));
  const spans = storePairs(places, source.spans);
  const gaps = storePairs(places, source.gaps);
  const origin: Origin = {
    async *spans() {
      for await (const [start, end] of spans()) yield [charOffset(start), charOffset(end)];
    },
    gaps,
    ...(questions === undefined ? {} : { questions }),
  };
  return {
    id,
    mediaType: mediaType ?? detectMediaType(undefined, text),
    origin,
    ...(reader === undefined
      ? {}
      : { extraction: { reader, ...(pages && { pages: PageList.ofSpans(source.spans, pages) }) } }),
    ...(sha256 === undefined ? {} : { sha256: () => sha256 }),
    async *open() {
      for await (const { buffer, byteOffset, length } of textBytes())
        yield Buffer.from(buffer, byteOffset, length).toString('utf16le');
    },
  };
}

/** Appends to a spool, and gives what reads that part of it. */
function store(spool: Spool, bytes: Uint8Array): () => AsyncIterable<Uint8Array> {
  const start = spool.size;
  spool.append(bytes);
  return () => spool.read(start, start + bytes.length);
}

type Pair = readonly [number, number];

function storePairs(spool: Spool, pairs: readonly Pair[]): () => AsyncGenerator<Pair> {
  const stored = store(spool, new Uint8Array(new Float64Array(pairs.flat()).buffer));
  return async function* () {
    for await (const { buffer, byteOffset, length } of stored()) {
      const numbers = new Float64Array(buffer, byteOffset, length / 8);
      for (let at = 0; at < numbers.length; at += 2) yield [numbers[at] ?? 0, numbers[at + 1] ?? 0];
    }
  };
}

function tooLong(at: SourceLocation): PithError {
  return new PithError(
    'input',
    `line ${at.line} of the compressed text has over ${LONGEST_LINE} characters`,
    {
      hint: 'Compress the document further, or in parts.',
      at,
    },
  );
}
