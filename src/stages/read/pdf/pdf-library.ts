import { createRequire } from 'node:module';
import { PithError } from '../../../pipeline/errors.ts';

/** The `input` error for a document that could be read if a package was installed. */
export class MissingReaderError extends PithError {}

const INSTALL =
  'Install it where pith is (with --global if pith is global): npm install --omit=optional pdfjs-dist@5.6';

/**
 * The path of the library that reads PDF files, which is installed beside pith by those who need it.
 *
 * @throws MissingReaderError where it is not.
 */
export function pdfLibrary(document: string): string {
  try {
    return createRequire(import.meta.url).resolve('pdfjs-dist/legacy/build/pdf.mjs');
  } catch (cause) {
    throw new MissingReaderError(
      'input',
      `'${document}' is a PDF file, and what reads them, pdfjs-dist, is not installed`,
      { hint: INSTALL, at: { document }, cause },
    );
  }
}

/** The error for a library that fails by itself: a version that wants a newer Node. */
export function unfitLibrary(document: string, cause: Error): MissingReaderError {
  const reason = `${cause.name}: ${cause.message}`;
  return new MissingReaderError(
    'input',
    `'${document}' cannot be read by the installed pdfjs-dist (${reason})`,
    {
      hint: INSTALL,
      at: { document },
      cause,
    },
  );
}
