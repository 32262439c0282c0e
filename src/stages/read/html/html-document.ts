import type { Span } from '../../../pipeline/spans.ts';
import type { TextDocument } from '../../document.ts';
import type { MediaType } from '../../media-type.ts';
import type { ReadWarning } from '../decode.ts';
import type { Piece } from './flow.ts';
import { HtmlText } from './html-text.ts';
import { sourceSpans } from './source-spans.ts';

export interface HtmlDocumentOptions {
  readonly id: string;
  /** What the text is divided as. */
  readonly mediaType: MediaType;
  /** The page, decoded. */
  readonly html: (signal?: AbortSignal) => AsyncIterable<string>;
  readonly sha256?: (() => string | undefined) | undefined;
  /** Called whenever a page without any text was read. */
  readonly onWarning?: (warning: ReadWarning) => void;
}

/** The text of a page, extracted anew whenever it is opened: that takes less time than to read it from a disk. */
export function htmlDocument({ id, mediaType, html, sha256, onWarning }: HtmlDocumentOptions): TextDocument {
  return {
    id,
    mediaType,
    ...(sha256 && { sha256 }),
    extraction: {
      reader: 'html',
      sourceSpans: (spans: AsyncIterable<Span>) => sourceSpans(spans, piecesOf(html())),
    },
    async *open(signal) {
      let isEmpty = true;
      for await (const pieces of piecesOf(html(signal))) {
        const text = pieces.map((piece) => piece.text).join('');
        isEmpty &&= text === '';
        if (text !== '') yield text;
      }
      if (isEmpty) onWarning?.({ type: 'no-text', document: id });
    },
  };
}

async function* piecesOf(html: AsyncIterable<string>): AsyncGenerator<readonly Piece[], void, undefined> {
  const text = new HtmlText();
  for await (const chunk of html) yield text.push(chunk);
  yield text.end();
}
