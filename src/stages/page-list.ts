import { charOffset, type Span } from '../pipeline/spans.ts';

/** Where a page begins in a text, and its number. */
export type PageStart = readonly [start: number, page: number];

/** The pages of a text, by where they begin in it. */
export class PageList {
  /** In ascending order. */
  readonly starts: readonly PageStart[];

  constructor(starts: readonly PageStart[]) {
    this.starts = starts;
  }

  /** What is known of the pages from spans of the text, none of which goes over the end of its page. */
  static ofSpans(spans: readonly Span[], pages: readonly number[]): PageList {
    const starts = spans.map(([start], index): PageStart => [start, pages[index] ?? 1]);
    return new PageList(starts.filter(([, page], index) => page !== starts[index - 1]?.[1]));
  }

  /** The page of a character; 1 before the first that is known. */
  pageAt(offset: number): number {
    return this.starts[this.#indexAt(offset)]?.[1] ?? 1;
  }

  /** Spans in ascending order, divided where a page ends. */
  async *divided(spans: AsyncIterable<Span>): AsyncGenerator<Span, void, undefined> {
    for await (const [start, end] of spans) {
      let at: number = start;
      for (let index = this.#indexAt(at) + 1; at < end; index += 1) {
        const border = Math.min(end, this.starts[index]?.[0] ?? end);
        if (border > at) yield [charOffset(at), charOffset(border)];
        at = Math.max(at, border);
      }
    }
  }

  /** The last page that begins at or before an offset; -1 if there is none. */
  #indexAt(offset: number): number {
    let low = 0;
    let high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.starts[middle]?.[0] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
