import type { Span } from '../pipeline/spans.ts';
import type { Extraction } from '../stages/document.ts';

/** A document of which spans are kept. */
interface Kept {
  spans(): AsyncIterable<Span>;
}

/** What a text was extracted by, and where its spans stand in the file. */
type Places = Partial<Pick<Extraction, 'reader'>> & {
  pages?(): AsyncIterable<number>;
  sourceSpans?(): AsyncIterable<Span>;
};

/** Adds where the spans of a document stand in the file that its text was extracted from. */
export function withPlaces<D extends Kept>(
  document: D,
  { reader, pages, sourceSpans }: Partial<Extraction> = {},
): D & Places {
  if (reader === undefined) return document;
  const spans = () => pages?.divided(document.spans()) ?? document.spans();
  return {
    ...document,
    reader,
    spans,
    ...(pages && {
      async *pages() {
        for await (const [start] of spans()) yield pages.pageAt(start);
      },
    }),
    ...(sourceSpans && { sourceSpans: () => sourceSpans(spans()) }),
  };
}
