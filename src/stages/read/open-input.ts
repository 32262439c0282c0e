import type { Reader, TextDocument } from '../document.ts';
import { detectMediaType, type MediaType, mediaTypeHead } from '../media-type.ts';
import { refuseBinary } from './binary.ts';
import { ByteDecoder } from './byte-decoder.ts';
import { type ByteSource, byteSource, firstBytes } from './byte-source.ts';
import { compressedDocuments } from './compressed-documents.ts';
import { isCompressedForm } from './compressed-line.ts';
import { type DecodeOptions, decodeText, type ReadWarning } from './decode.ts';
import { decompressed, limited, plainName } from './decompressed.ts';
import { namedCharset } from './html/charset.ts';
import { decodeHtml } from './html/decode-html.ts';
import { htmlDocument } from './html/html-document.ts';
import { pdfDocument } from './pdf/pdf-document.ts';
import { pdfLibrary } from './pdf/pdf-library.ts';
import type { PdfReader } from './pdf/pdf-reader.ts';
import type { ReadFilesOptions } from './read-files-options.ts';
import { SourceHash } from './source-hash.ts';

/** Enough bytes for as many characters as the media type is detected by. */
const HEAD_BYTES = 4 * mediaTypeHead;
/** A PDF file may begin with something else, if it is not longer than this. */
const PDF_HEAD = 1024;

/**
 * The document of a path, or the documents in it if it is what compress wrote.
 *
 * @throws PithError `input`: of the kinds BinaryError, UnreadableError and MissingReaderError for what is no text
 */
export async function openInput(
  path: string,
  options: ReadFilesOptions,
  pdfReader: PdfReader,
): Promise<AsyncIterable<TextDocument> | readonly TextDocument[]> {
  const bytes = await opened(path, options);
  const head = await firstBytes(bytes(options.signal), HEAD_BYTES);
  const text = headText(head);
  const name = options.decompress === true ? plainName(path) : path;
  const input = { path, bytes, detected: detectMediaType(path === '-' ? undefined : name, text) };
  switch (readerFor(input, head, options)) {
    case 'pdf':
      return [await openPdf(input, options, pdfReader)];
    case 'html':
      if (namedCharset(head) === undefined) checkHead(head, path, options);
      return [openHtml(input, options)];
    case undefined:
      checkHead(head, path, options);
      return openText(input, text, options);
  }
}

async function opened(path: string, options: ReadFilesOptions): Promise<ByteSource> {
  const { decompress = false, maxBytes } = options;
  const stored = await byteSource(path, options);
  const bytes = decompress ? decompressed(stored, path) : stored;
  return maxBytes === undefined ? bytes : limited(bytes, path, maxBytes);
}

interface Input {
  readonly path: string;
  readonly bytes: ByteSource;
  readonly detected: MediaType;
}

function readerFor(
  { path, detected }: Input,
  head: Uint8Array,
  { reader, mediaType, allowBinary }: ReadFilesOptions,
): Reader | undefined {
  if (reader !== undefined) return reader === 'none' ? undefined : reader;
  if (isPdf(head, path)) return allowBinary === true && !hasPdfLibrary() ? undefined : 'pdf';
  // Another media type says that the markup itself is the text.
  return (mediaType ?? detected) === 'text/html' ? 'html' : undefined;
}

function isPdf(head: Uint8Array, path: string): boolean {
  const at = Buffer.from(head.subarray(0, PDF_HEAD)).indexOf('%PDF-');
  return at === 0 || (at > 0 && /\.pdf$/i.test(path));
}

function hasPdfLibrary(): boolean {
  try {
    pdfLibrary('');
    return true;
  } catch {
    return false;
  }
}

async function openPdf(
  { path, bytes }: Input,
  options: ReadFilesOptions,
  reader: PdfReader,
): Promise<TextDocument> {
  const { createSpool, mediaType = 'text/plain', onWarning, signal } = options;
  const hash = hashFor(options);
  const read = bytes(signal);
  return await pdfDocument({
    id: path,
    mediaType: mediaType === 'text/html' ? 'text/plain' : mediaType,
    bytes: hash?.over(read) ?? read,
    sha256: hash && (() => hash.hex),
    reader,
    spool: createSpool(),
    onWarning,
    signal,
  });
}

function openHtml({ path, bytes }: Input, options: ReadFilesOptions): TextDocument {
  const { mediaType = 'text/html' } = options;
  const hash = hashFor(options);
  const decoding = decodeOptions(path, options);
  return htmlDocument({
    id: path,
    mediaType: mediaType === 'text/html' ? 'text/markdown' : mediaType,
    html(signal) {
      const read = bytes(signal);
      return decodeHtml(hash?.over(read) ?? read, decoding);
    },
    sha256: hash && (() => hash.hex),
    onWarning: decoding.onWarning,
  });
}

function openText(
  { path, bytes, detected }: Input,
  head: string,
  options: ReadFilesOptions,
): AsyncIterable<TextDocument> | readonly TextDocument[] {
  const { mediaType, openCompressed = false, createSpool, signal } = options;
  const hash = hashFor(options);
  const decoding = decodeOptions(path, options);
  const open = (openSignal?: AbortSignal) => {
    const read = bytes(openSignal);
    return decodeText(hash?.over(read) ?? read, decoding);
  };
  if (openCompressed && mediaType === undefined && isCompressedForm(head)) {
    return compressedDocuments(open(signal), { document: path, createSpool });
  }
  return [
    { id: path, mediaType: mediaType ?? detected, open, bytes, ...(hash && { sha256: () => hash.hex }) },
  ];
}

function checkHead(head: Uint8Array, document: string, { allowBinary = false }: ReadFilesOptions): void {
  if (!allowBinary) refuseBinary(head, document);
}

function hashFor({ hash }: ReadFilesOptions): SourceHash | undefined {
  return hash === true ? new SourceHash() : undefined;
}

function decodeOptions(
  document: string,
  { allowBinary = false, onWarning }: ReadFilesOptions,
): Required<DecodeOptions> {
  const warned = new Set<string>();
  return {
    document,
    allowBinary,
    onWarning(warning: ReadWarning): void {
      if (warned.has(warning.type)) return;
      warned.add(warning.type);
      onWarning?.(warning);
    },
  };
}

/** Without `end`: the head may stop inside a character. */
function headText(head: Uint8Array): string {
  return new ByteDecoder().push(head);
}
