import { PithError } from '../../../pipeline/errors.ts';
import type { Spool } from '../../../pipeline/spool.ts';
import { TextSpool } from '../../../pipeline/text-spool.ts';
import type { TextDocument } from '../../document.ts';
import type { MediaType } from '../../media-type.ts';
import { PageList, type PageStart } from '../../page-list.ts';
import type { ReadWarning } from '../decode.ts';
import { pageText } from './page-text.ts';
import { pdfLibrary, unfitLibrary } from './pdf-library.ts';
import { PdfFailure, type PdfReader } from './pdf-reader.ts';

/** The `input` error for a document of which nothing can be read. */
export class UnreadableError extends PithError {}

export interface PdfDocumentOptions {
  readonly id: string;
  /** What the text is divided as. */
  readonly mediaType: MediaType;
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly sha256?: (() => string | undefined) | undefined;
  readonly reader: PdfReader;
  /** Holds the text. */
  readonly spool: Spool;
  readonly onWarning?: ((warning: ReadWarning) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Larger files are refused: all of a file is in memory while it is read. */
const MAX_BYTES = 2 ** 30;
const PAGE_SEPARATOR = '\n\n';

/**
 * The text of a PDF file, extracted once, page by page, and kept on disk if it is long.
 *
 * @throws UnreadableError if it is broken, encrypted, or has no text at all; MissingReaderError without the library.
 */
export async function pdfDocument(options: PdfDocumentOptions): Promise<TextDocument> {
  const { id, mediaType, sha256, onWarning } = options;
  const library = pdfLibrary(id);
  const text = new TextSpool(options.spool);
  const { pages, failed, without, starts } = await extract(library, text, options);
  if (starts.length === 0) throw without.length > 0 ? pictures(id, pages) : broken(id, failed[0]?.reason);
  if (failed.length > 0) {
    const [first] = failed;
    onWarning?.({
      type: 'unreadable-pages',
      document: id,
      pages,
      count: failed.length,
      first: first?.page ?? 0,
    });
  }
  if (without.length > 0)
    onWarning?.({
      type: 'pages-without-text',
      document: id,
      pages,
      count: without.length,
      first: without[0] ?? 0,
    });
  return {
    id,
    mediaType,
    ...(sha256 && { sha256 }),
    extraction: { reader: 'pdf', pages: new PageList(starts) },
    open: () => text.read(),
  };
}

interface Extracted {
  readonly pages: number;
  readonly starts: readonly PageStart[];
  readonly without: readonly number[];
  readonly failed: readonly { readonly page: number; readonly reason: string }[];
}

async function extract(
  library: string,
  text: TextSpool,
  { id, bytes, reader, signal }: PdfDocumentOptions,
): Promise<Extracted> {
  const pages = await reader.open(library, await allBytes(bytes, id), signal).catch((error: unknown) => {
    throw error instanceof PdfFailure ? unreadable(id, error) : error;
  });
  const starts: PageStart[] = [];
  const without: number[] = [];
  const failed: { page: number; reason: string }[] = [];
  for (let page = 1; page <= pages; page += 1) {
    const content = await reader.page(library, page, signal).then(pageText, (error: unknown) => {
      if (!(error instanceof PdfFailure)) throw error;
      failed.push({ page, reason: error.message });
      return undefined;
    });
    if (content === undefined) continue;
    if (content === '') {
      without.push(page);
      continue;
    }
    if (text.length > 0) text.append(PAGE_SEPARATOR);
    starts.push([text.length, page]);
    text.append(content);
  }
  return { pages, starts, without, failed };
}

async function allBytes(bytes: AsyncIterable<Uint8Array>, id: string): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > MAX_BYTES)
      throw new UnreadableError('input', `'${id}' is a PDF file of over 1 GiB`, { at: { document: id } });
    // The source may write into its chunk again.
    parts.push(new Uint8Array(chunk));
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Errors of the language are no words about a file. */
const unfit = new Set(['TypeError', 'ReferenceError', 'SyntaxError']);

function unreadable(id: string, failure: PdfFailure): PithError {
  if (unfit.has(failure.name)) return unfitLibrary(id, failure);
  return failure.name === 'PasswordException' ? encrypted(id, failure) : broken(id, failure.message, failure);
}

function encrypted(document: string, cause: unknown): UnreadableError {
  return new UnreadableError('input', `'${document}' is an encrypted PDF file, which needs a password`, {
    hint: 'Decrypt it first, for example with qpdf --decrypt.',
    at: { document },
    cause,
  });
}

function broken(document: string, reason = 'it has no pages', cause?: unknown): UnreadableError {
  return new UnreadableError('input', `'${document}' is a PDF file that cannot be read: ${reason}`, {
    hint: 'It may be cut or damaged; qpdf or mutool can repair some.',
    at: { document },
    cause,
  });
}

function pictures(document: string, pages: number): UnreadableError {
  const which = pages === 1 ? 'its only page has' : `none of its ${pages} pages has`;
  return new UnreadableError('input', `'${document}' is a PDF file without text: ${which} any`, {
    hint: 'Scanned pages are pictures; recognise their text first, for example with ocrmypdf.',
    at: { document },
  });
}
