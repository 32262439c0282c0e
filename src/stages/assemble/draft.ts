import type { TokenCounter } from '../../models/tokens/token-counter.ts';
import { SpanSpool } from '../../pipeline/span-spool.ts';
import { TextSpool } from '../../pipeline/text-spool.ts';
import type { JoinSink } from './joiner.ts';
import { type OutputCost, type OutputForm, OutputTokens } from './output-tokens.ts';

/** Where one document's part of a draft lies, and what it costs. */
export interface DraftDocument {
  /** Characters of output text, gap markers included. */
  readonly length: number;
  /** Number of spans. */
  readonly spans: number;
  /** Number of gap markers. */
  readonly gaps: number;
  readonly tokens: number;
}

/** One assembled output: its text and spans, spilled to disk when they are long, and its exact cost. */
export class Draft implements JoinSink, AsyncDisposable {
  readonly text = new TextSpool();
  readonly spans = new SpanSpool();
  /** Where the gap markers begin and end in the output text of their document. */
  readonly gaps = new SpanSpool();
  readonly documents: DraftDocument[] = [];
  readonly #counted: OutputTokens;
  #cost: OutputCost = { tokens: 0, cost: 0 };
  #parts: string[] = [];
  #length = 0;
  #firstSpan = 0;
  #firstGap = 0;

  constructor(counter: TokenCounter, form: OutputForm) {
    this.#counted = new OutputTokens(counter, form);
  }

  /**
   * What is compared with the budget: tokens of all documents joined, or of each by itself, whichever is more, so that the
   * budget holds for both forms of output; with a prompt around it, what it adds to that if this is more. Known once every
   * document has ended.
   */
  get tokens(): number {
    return this.#cost.cost;
  }

  /** Tokens of its text, whatever it is to stand in. */
  get textTokens(): number {
    return this.#cost.tokens;
  }

  source(text: string, start: number): void {
    this.#append(text);
    this.spans.add(start, start + text.length);
  }

  gap(text: string): void {
    this.gaps.add(this.#length, this.#length + text.length);
    this.#append(text);
  }

  /** Hands what was joined so far to the counters and the spool. */
  flush(): void {
    if (this.#parts.length === 0) return;
    const text = this.#parts.join('');
    this.#parts = [];
    this.text.append(text);
    this.#counted.push(text, this.documents.length);
  }

  endDocument(): void {
    this.flush();
    this.spans.flush();
    this.gaps.flush();
    const tokens = this.#counted.endDocument();
    const spans = this.spans.count - this.#firstSpan;
    const gaps = this.gaps.count - this.#firstGap;
    this.documents.push({ length: this.#length, spans, gaps, tokens });
    this.#length = 0;
    this.#firstSpan = this.spans.count;
    this.#firstGap = this.gaps.count;
  }

  /** Takes over another draft that has ended; what it costs is added to what this one does. */
  async append(other: Draft): Promise<void> {
    for await (const piece of other.text.read()) this.text.append(piece);
    for (const name of ['spans', 'gaps'] as const) {
      for await (const [start, end] of other[name].read()) this[name].add(start, end);
      this[name].flush();
    }
    this.documents.push(...other.documents);
    const { tokens, cost } = this.#cost;
    this.#cost = { tokens: tokens + other.textTokens, cost: cost + other.tokens };
  }

  /** Ends the output. */
  end(): void {
    this.#cost = this.#counted.end();
  }

  #append(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const spools = [this.text, this.spans, this.gaps];
    await Promise.all(spools.map((spool) => spool[Symbol.asyncDispose]()));
  }
}
