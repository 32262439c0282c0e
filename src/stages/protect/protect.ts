import { PithError } from '../../pipeline/errors.ts';
import { charOffset, type Span } from '../../pipeline/spans.ts';
import { isSpace } from '../segment/characters.ts';
import { compilePattern } from './pattern.ts';

export interface ProtectOptions {
  /**
   * Characters that a match may have, with all that the pattern looks at behind it. @default 1 Mi
   */
  readonly longestMatch?: number;
  /** Characters before a match that lookbehind can see. @default 1024 */
  readonly context?: number;
  /**
   * Whether a span that begins or ends in white space reaches to the character beyond it, which holds it in place.
   * Spans may then overlap by that character. @default false
   */
  readonly anchored?: boolean;
}

/**
 * Finds what regular expressions match in a text that is pushed in chunks of any size: the same spans as
 * `matchAll` over the whole text, in order, those that overlap or touch merged. Flags are `g`, `u` and `m`.
 *
 * A place in the text is decided once `longestMatch` characters behind it are known, or the text has ended.
 * So spans come late by up to twice that many characters.
 */
export class ProtectScanner {
  readonly #patterns: readonly { readonly regex: RegExp; readonly source: string }[];
  readonly #longest: number;
  readonly #context: number;
  readonly #anchored: boolean;
  /** Where each pattern goes on, in the document: behind its last match. */
  readonly #next: number[];
  /** `#text[0]` stands at `#base`; matches that begin before `#decided` have been found. */
  #text = '';
  #base = 0;
  #decided = 0;
  #pending: string[] = [];
  #pendingLength = 0;
  /** The last span found, which may yet grow. */
  #open: [start: number, end: number] | undefined;
  /** Behind the last character before `#base` that is not white space. */
  #inkEnd = 0;

  /** @throws PithError `usage` for a pattern that is no regular expression, or can match nothing but ''. */
  constructor(patterns: readonly string[], options: ProtectOptions = {}) {
    this.#patterns = patterns.map((source) => ({ source, regex: compilePattern(source) }));
    this.#next = patterns.map(() => 0);
    this.#longest = options.longestMatch ?? 2 ** 20;
    this.#context = options.context ?? 1024;
    this.#anchored = options.anchored ?? false;
  }

  /**
   * Takes the next part of the text and returns the spans that are certain by now.
   *
   * @throws PithError `input` for a match longer than `longestMatch`.
   */
  push(chunk: string): Span[] {
    if (this.#patterns.length === 0) {
      return [];
    }
    const spans: Span[] = [];
    for (let at = 0; at < chunk.length; ) {
      // Blocks end at fixed places of the document, so that nothing depends on the chunks.
      const known = this.#base + this.#text.length + this.#pendingLength;
      const part = chunk.slice(at, at + this.#decided + 2 * this.#longest - known);
      this.#pending.push(part);
      this.#pendingLength += part.length;
      at += part.length;
      if (known + part.length === this.#decided + 2 * this.#longest) {
        this.#scan(this.#decided + this.#longest, spans);
      }
    }
    return spans;
  }

  /** The rest of the spans, after the last chunk. */
  end(): Span[] {
    const spans: Span[] = [];
    this.#scan(Number.POSITIVE_INFINITY, spans);
    this.#close(spans);
    return spans;
  }

  /** Finds the matches that begin before `limit`, and writes the spans that end before it. */
  #scan(limit: number, spans: Span[]): void {
    this.#text += this.#pending.join('');
    this.#pending = [];
    this.#pendingLength = 0;
    const found = this.#patterns.flatMap((_, pattern) => this.#matches(pattern, limit));
    found.sort(([a], [b]) => a - b);
    for (const [start, end] of found) {
      if (this.#open !== undefined && (start <= this.#open[1] || this.#sharesSpace(this.#open[1], start))) {
        this.#open[1] = Math.max(this.#open[1], end);
      } else {
        this.#close(spans);
        this.#open = [this.#anchorBefore(start), end];
      }
    }
    if (this.#open !== undefined && this.#open[1] < limit) {
      const known = this.#base + this.#text.length;
      // White space that goes on beyond what is known leaves the span open.
      if (this.#anchorBehind(this.#open[1]) > known && limit < Number.POSITIVE_INFINITY)
        this.#open[1] = known;
      else this.#close(spans);
    }
    this.#forget(limit);
  }

  #close(spans: Span[]): void {
    if (this.#open === undefined) return;
    const [start, end] = this.#open;
    spans.push(toSpan([start, Math.min(this.#anchorBehind(end), this.#base + this.#text.length)]));
    this.#open = undefined;
  }

  #isSpaceAt(offset: number): boolean {
    return isSpace(this.#text.charCodeAt(offset - this.#base));
  }

  /** Whether a span that ends at `end` and one that starts at `start` end and start in the same white space. */
  #sharesSpace(end: number, start: number): boolean {
    if (!this.#anchored) return false;
    for (let at = end - 1; at <= start; at += 1) if (!this.#isSpaceAt(at)) return false;
    return true;
  }

  #anchorBefore(start: number): number {
    if (!this.#anchored || !this.#isSpaceAt(start)) return start;
    let at = start;
    while (at > this.#base && this.#isSpaceAt(at - 1)) at -= 1;
    return Math.max(0, (at > this.#base ? at : this.#inkEnd) - 1);
  }

  /** Behind the next character that is not white space; beyond what is known if there is none. */
  #anchorBehind(end: number): number {
    if (!this.#anchored || !this.#isSpaceAt(end - 1)) return end;
    const known = this.#base + this.#text.length;
    let at = end;
    while (at < known && this.#isSpaceAt(at)) at += 1;
    return at + 1;
  }

  #matches(pattern: number, limit: number): [start: number, end: number][] {
    const { regex, source } = this.#patterns[pattern] as { regex: RegExp; source: string };
    const found: [number, number][] = [];
    regex.lastIndex = Math.max(this.#next[pattern] ?? 0, this.#decided) - this.#base;
    for (let match = regex.exec(this.#text); match !== null; match = regex.exec(this.#text)) {
      const start = this.#base + match.index;
      const { length } = match[0];
      if (start >= limit) {
        break;
      }
      if (length > this.#longest) {
        throw tooLong(source, start, this.#longest);
      }
      if (length > 0) {
        found.push([start, start + length]);
      } else {
        regex.lastIndex += (this.#text.codePointAt(regex.lastIndex) ?? 0) > 0xffff ? 2 : 1;
      }
      this.#next[pattern] = this.#base + regex.lastIndex;
    }
    return found;
  }

  /** Drops the text that no match can begin in or look back at any more. */
  #forget(limit: number): void {
    if (limit === Number.POSITIVE_INFINITY) {
      return;
    }
    this.#decided = limit;
    const drop = Math.max(0, limit - this.#context - this.#base);
    const ink = this.#text.slice(0, drop).trimEnd().length;
    if (ink > 0) this.#inkEnd = this.#base + ink;
    this.#text = this.#text.slice(drop);
    this.#base += drop;
  }
}

function toSpan([start, end]: readonly [number, number]): Span {
  return [charOffset(start), charOffset(end)];
}

function tooLong(source: string, offset: number, longest: number): PithError {
  return new PithError(
    'input',
    `a match of --protect '${source}' at offset ${offset} is longer than ${longest} characters`,
    {
      hint: 'Make the pattern match less, for example with a lazy quantifier.',
    },
  );
}
