import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charOffset, type Span } from '../../src/pipeline/spans.ts';
import { PageList, type PageStart } from '../../src/stages/page-list.ts';

async function* each(spans: readonly Span[]): AsyncGenerator<Span> {
  yield* spans;
}

/** Lengths of pages (0 for those without text) and pairs of distances between kept spans and their lengths. */
const layouts = fc.record({
  pages: fc.array(fc.nat(8), { minLength: 1, maxLength: 10 }),
  spans: fc.array(fc.tuple(fc.nat(6), fc.integer({ min: 1, max: 12 })), { maxLength: 8 }),
});

interface Layout {
  readonly pages: readonly number[];
  readonly spans: readonly (readonly [gap: number, length: number])[];
}

/** The page of each character, where pages begin, and the spans. */
function placed({ pages, spans: steps }: Layout) {
  const pageOf: number[] = [];
  const starts: PageStart[] = [];
  for (const [index, length] of pages.entries()) {
    if (length > 0) starts.push([pageOf.length, index + 1]);
    pageOf.push(...Array<number>(length).fill(index + 1));
  }
  const spans: Span[] = [];
  let at = 0;
  for (const [gap, length] of steps) {
    const end = Math.min(pageOf.length, at + gap + length);
    if (at + gap < end) spans.push([charOffset(at + gap), charOffset(end)]);
    at = end;
  }
  return { pageOf, list: new PageList(starts), spans };
}

function offsets(spans: readonly Span[]): readonly number[] {
  return spans.flatMap(([start, end]) => [...Array(end - start).keys()].map((step) => start + step));
}

async function dividedBy(list: PageList, spans: readonly Span[]): Promise<readonly Span[]> {
  const divided: Span[] = [];
  for await (const span of list.divided(each(spans))) divided.push(span);
  return divided;
}

describe('PageList', () => {
  it('knows the page of every character', () => {
    fc.assert(
      fc.property(layouts, (layout) => {
        const { pageOf, list } = placed(layout);
        for (const [offset, page] of pageOf.entries()) expect(list.pageAt(offset)).toBe(page);
      }),
    );
  });

  it('divides spans where pages end, and is known again from what they say', async () => {
    await fc.assert(
      fc.asyncProperty(layouts, async (layout) => {
        const { pageOf, list, spans } = placed(layout);
        const divided = await dividedBy(list, spans);
        expect(offsets(divided)).toEqual(offsets(spans));
        for (const span of divided)
          expect(new Set(offsets([span]).map((offset) => pageOf[offset])).size).toBe(1);
        const pages = divided.map(([start]) => list.pageAt(start));
        const known = PageList.ofSpans(divided, pages);
        for (const offset of offsets(spans)) expect(known.pageAt(offset)).toBe(pageOf[offset]);
      }),
      { numRuns: 300 },
    );
  });

  it('is of one page where nothing is known', () => {
    expect(new PageList([]).pageAt(7)).toBe(1);
  });
});
