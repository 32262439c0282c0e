import { Spool } from './pipeline/spool.ts';
import type { TextDocument } from './stages/document.ts';
import { readFiles } from './stages/read/files.ts';
import type { ReadFilesOptions } from './stages/read/read-files-options.ts';

/** How inputs are opened: what `-` reads, what the texts are made of, and who hears of bytes that are no text. */
export type OpenFilesOptions = Omit<ReadFilesOptions, 'createSpool'>;

/** Documents that can be read again and again until they are disposed of. */
export interface OpenFiles extends AsyncDisposable {
  /** In a fixed order: that of the patterns, and of their names below each. */
  readonly documents: readonly TextDocument[];
}

/**
 * Opens the documents that paths, folders, globs and `-` (with `stdin`) name, in a fixed order. Files are opened again
 * whenever they are read; what can be read only once is kept in a temporary file until the documents are disposed of, and
 * so is the text of PDF files, which need pdfjs-dist. Of HTML pages the documents are the text as well, unless a media type
 * says that their markup is the text.
 *
 * @throws {PithError} `input` for what is missing, unreadable or binary, or if there is no text at all. A PDF file that
 *   cannot be read is left out instead if there are others and `onWarning` hears of it.
 *
 * @example
 * await using files = await openFiles(['docs', 'notes/*.md']);
 * await using result = await compress(files.documents, { budget: { type: 'ratio', ratio: 4 } });
 */
export async function openFiles(
  patterns: readonly string[],
  options: OpenFilesOptions = {},
): Promise<OpenFiles> {
  const spools: Spool[] = [];
  const close = async () => {
    for (const spool of spools) await spool.close();
  };
  const createSpool = () => {
    const spool = new Spool();
    spools.push(spool);
    return spool;
  };
  try {
    const documents: TextDocument[] = [];
    for await (const document of readFiles(patterns, { ...options, createSpool })) documents.push(document);
    return { documents, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}
