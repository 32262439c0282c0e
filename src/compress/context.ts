import type { ContextDocument } from '../models/engines/engine.ts';
import type { Span } from '../pipeline/spans.ts';
import { PageList } from '../stages/page-list.ts';
import type { Compression } from './compression.ts';

/**
 * What is left of a compression as the context of a question: a document for each of which something is left, with
 * the source of its characters, so that answers cite the originals. All of it is in memory, as engines want it.
 */
export async function contextOf(compression: Pick<Compression, 'documents'>): Promise<ContextDocument[]> {
  const context: ContextDocument[] = [];
  for await (const document of compression.documents()) {
    let text = '';
    for await (const piece of document.text()) text += piece;
    const spans: Span[] = [];
    for await (const span of document.spans()) spans.push(span);
    const gaps: (readonly [number, number])[] = [];
    for await (const gap of document.gaps()) gaps.push(gap);
    const pages: number[] = [];
    if (document.pages !== undefined) for await (const page of document.pages()) pages.push(page);
    if (text === '') continue;
    const starts = pages.length === 0 ? {} : { pages: PageList.ofSpans(spans, pages).starts };
    context.push({ id: document.id, text, spans, gaps, ...starts });
  }
  return context;
}
