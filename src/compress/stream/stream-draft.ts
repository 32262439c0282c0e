import { charOffset, type Span } from '../../pipeline/spans.ts';
import type { JoinSink } from '../../stages/assemble/joiner.ts';

/** What is written of one window, in memory. */
export class StreamDraft implements JoinSink {
  /** Spans of the source, in ascending order; neighbours that touch are one. */
  readonly spans: Span[] = [];
  /** Places in the text, and lengths, of gap markers. */
  readonly gaps: (readonly [position: number, length: number])[] = [];
  readonly #parts: string[] = [];
  #length = 0;

  get text(): string {
    return this.#parts.join('');
  }

  source(text: string, start: number): void {
    const end = charOffset(start + text.length);
    const last = this.spans.at(-1);
    if (last !== undefined && last[1] === start) this.spans[this.spans.length - 1] = [last[0], end];
    else this.spans.push([charOffset(start), end]);
    this.#add(text);
  }

  gap(text: string): void {
    this.gaps.push([this.#length, text.length]);
    this.#add(text);
  }

  #add(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
  }
}
