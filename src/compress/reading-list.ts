import type { PassageFilter } from '../stages/batch.ts';
import type { ProtectedSpans } from '../stages/protect/protected-spans.ts';
import { SpanCursor } from '../stages/protect/span-cursor.ts';
import type { Ranking } from './ranking.ts';

/**
 * Which passages one reading of the source goes into: those that the ranking chose, and all that hold protected text
 * or have an outline, of which no part may be missing.
 */
export class ReadingList implements AsyncDisposable {
  readonly #cursor: SpanCursor | undefined;
  readonly isRead: PassageFilter;

  constructor({ readingList }: Ranking, protectedSpans: ProtectedSpans | undefined) {
    const cursor =
      readingList === undefined || protectedSpans === undefined
        ? undefined
        : new SpanCursor(protectedSpans.read());
    this.#cursor = cursor;
    this.isRead = (passage) =>
      readingList === undefined ||
      readingList.has(passage.index) ||
      passage.units !== undefined ||
      passage.parts !== undefined ||
      (cursor?.touches(passage) ?? false);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#cursor?.[Symbol.asyncDispose]();
  }
}
