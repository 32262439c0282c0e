import type { DividedPassage } from '../batch.ts';
import type { Units } from '../segment/passage.ts';
import type { ProtectedSpans } from './protected-spans.ts';
import { SpanCursor } from './span-cursor.ts';

/**
 * Finds the units that protected spans touch, passage by passage in source order. White space between two units that
 * are kept survives, and these spans begin and end in units, so all of a span does.
 */
export class ProtectMarker implements AsyncDisposable {
  readonly #cursor: SpanCursor;

  constructor(spans: ProtectedSpans) {
    this.#cursor = new SpanCursor(spans.read());
  }

  /** Calls `mark` with each unit of the passage that must survive; with some more than once. */
  async mark({ passage, units }: DividedPassage, mark: (unit: number) => void): Promise<void> {
    const base = passage.start as number;
    for await (const { start, end } of this.#cursor.within(passage)) {
      for (let unit = firstEndingAfter(units, start - base); unit < units.count; unit += 1) {
        if ((units.cores[unit] ?? 0) >= end - base) break;
        mark(unit);
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#cursor[Symbol.asyncDispose]();
  }
}

function firstEndingAfter({ ends, count }: Units, offset: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
