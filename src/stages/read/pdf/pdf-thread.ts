/** What a thread is started with. */
export interface PdfThreadData {
  /** Path of pdfjs-dist's `legacy/build/pdf.mjs`. */
  readonly library: string;
}

export type PdfRequest =
  | { readonly type: 'open'; readonly bytes: Uint8Array }
  | { readonly type: 'page'; readonly page: number }
  | { readonly type: 'close' };

export type PdfReply =
  | { readonly type: 'opened'; readonly pages: number }
  | { readonly type: 'page'; readonly items: readonly PdfItem[] }
  | { readonly type: 'closed' }
  | { readonly type: 'failed'; readonly name: string; readonly message: string };

/** Some text of a page that stands together. */
export interface PdfItem {
  readonly text: string;
  readonly endsLine: boolean;
  /** Where its baseline stands, upwards, and how high its letters are, in the units of the page. */
  readonly baseline: number;
  readonly height: number;
}

/**
 * The program of a thread that reads PDF files: whatever a broken or hostile file does, it does it there, and can be stopped.
 *
 * Its source text is the thread's program, so that it starts the same from TypeScript and from the built package:
 * it must use nothing from outside its own body.
 */
export function pdfThread(): void {
  const { parentPort, workerData } = require('node:worker_threads') as typeof import('node:worker_threads');
  const { dirname, join } = require('node:path') as typeof import('node:path');
  const { library } = workerData as PdfThreadData;
  const port = parentPort as import('node:worker_threads').MessagePort;

  // The library looks for these as it is loaded, and uses them only to draw.
  const drawing = class {};
  const own = globalThis as Record<string, unknown>;
  for (const name of ['DOMMatrix', 'ImageData', 'Path2D']) own[name] ??= drawing;
  const { getDocument, VerbosityLevel } = require(library) as typeof import('pdfjs-dist');
  own['pdfjsWorker'] = require(join(dirname(library), 'pdf.worker.mjs'));
  const root = join(dirname(library), '..', '..');

  let task: import('pdfjs-dist').PDFDocumentLoadingTask | undefined;

  const open = async (bytes: Uint8Array): Promise<PdfReply> => {
    await task?.destroy();
    task = getDocument({
      data: bytes,
      verbosity: VerbosityLevel.ERRORS,
      cMapUrl: join(root, 'cmaps', '/'),
      cMapPacked: true,
      standardFontDataUrl: join(root, 'standard_fonts', '/'),
      isEvalSupported: false,
      disableFontFace: true,
      useSystemFonts: false,
      enableXfa: false,
    });
    return { type: 'opened', pages: (await task.promise).numPages };
  };

  const read = async (number: number): Promise<PdfReply> => {
    const document = await task?.promise;
    if (document === undefined) throw new Error('no document is open');
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    page.cleanup();
    return {
      type: 'page',
      items: items.flatMap((item) =>
        'str' in item
          ? [
              {
                text: item.str,
                endsLine: item.hasEOL,
                baseline: Number(item.transform[5]),
                height: item.height,
              },
            ]
          : [],
      ),
    };
  };

  const close = async (): Promise<PdfReply> => {
    await task?.destroy();
    task = undefined;
    return { type: 'closed' };
  };

  const answer = (request: PdfRequest): Promise<PdfReply> =>
    request.type === 'open' ? open(request.bytes) : request.type === 'page' ? read(request.page) : close();

  port.on('message', (request: PdfRequest) => {
    answer(request).then(
      (reply) => port.postMessage(reply),
      (error: unknown) => {
        const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
        port.postMessage({ type: 'failed', name, message } satisfies PdfReply);
      },
    );
  });
}
