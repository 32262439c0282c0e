import type { Language } from './language.ts';

/** What is open where the scanner stands: a bracket, or a string or comment that goes on over lines. */
export interface Bracket {
  readonly closer: string;
  /** Whether what stands in it is no code. */
  readonly isText: boolean;
  /** Whether a backslash takes the meaning from what follows it in it. */
  readonly hasEscapes: boolean;
}

/** What is told of each line. Places are offsets into the line. */
export interface BracketEvents<Open extends Bracket> {
  /** Something was opened; gives what is to be remembered of it. */
  readonly open: (bracket: Bracket) => Open;
  /** It was closed; `end`: behind the bracket. What was opened in it and never closed is `left`. */
  readonly close: (bracket: Open, end: number, left: readonly Open[]) => void;
}

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const CHARACTER = /'(?:\\[^\n]{1,10}?|[^'\\])'/y;
/** What stands before a slash that begins a regular expression. */
const BEFORE_PATTERN =
  /(?:^|[(,=:[!&|?{};+<>~^%*-]|\b(?:return|typeof|case|in|of|delete|void|throw|new|else|do))\s*$/;
const PATTERN = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;

/** Finds the brackets of code, line by line, and leaves out those in strings, comments and regular expressions. */
export class BracketScanner<Open extends Bracket> {
  readonly #language: Language;
  readonly #events: BracketEvents<Open>;
  readonly #signs: RegExp;
  readonly #open: Open[] = [];

  constructor(language: Language, events: BracketEvents<Open>) {
    this.#language = language;
    this.#events = events;
    this.#signs = signsOf(language);
  }

  /** Whether the next line begins within a string or a comment. */
  get isInText(): boolean {
    return this.#open.at(-1)?.isText ?? false;
  }

  scan(line: string): void {
    for (let at = 0; at < line.length; ) {
      const inner = this.#open.at(-1);
      if (inner?.isText === true) at = this.#scanText(line, at, inner);
      else {
        this.#signs.lastIndex = at;
        const found = this.#signs.exec(line);
        if (found === null) return;
        at = this.#step(line, found.index, found[0]);
      }
    }
  }

  /** Goes on behind the sign at `at`. */
  #step(line: string, at: number, sign: string): number {
    const { comments, blocks, longQuotes, hasBrackets, isScript } = this.#language;
    const end = at + sign.length;
    const block = blocks.find(([open]) => open === sign);
    if (block !== undefined) this.#push({ closer: block[1], isText: true, hasEscapes: false });
    else if (longQuotes.includes(sign))
      this.#push({ closer: sign, isText: true, hasEscapes: isScript || sign !== '`' });
    else if (comments.includes(sign)) return beginsComment(line, at, sign) ? line.length : end;
    else if (CLOSERS[sign] !== undefined) {
      if (hasBrackets) this.#push({ closer: CLOSERS[sign] ?? '', isText: false, hasEscapes: false });
    } else if (')]}'.includes(sign)) this.#close(sign, end);
    else if (sign === '/') return patternEnd(line, at);
    else return this.#stringEnd(line, at, sign);
    return end;
  }

  #push(bracket: Bracket): void {
    this.#open.push(this.#events.open(bracket));
  }

  /** Closes the nearest bracket of its kind; one that nothing has opened is ignored. */
  #close(closer: string, end: number): void {
    for (let at = this.#open.length - 1; at >= 0; at -= 1) {
      const bracket = this.#open[at];
      if (bracket === undefined || bracket.isText) return;
      if (bracket.closer !== closer) continue;
      const left = this.#open.splice(at).slice(1);
      this.#events.close(bracket, end, left);
      return;
    }
  }

  /** The end of the string or comment that is open, or where code begins in it. */
  #scanText(line: string, from: number, bracket: Open): number {
    const { closer, hasEscapes } = bracket;
    for (let at = from; at < line.length; at += 1) {
      if (hasEscapes && line[at] === '\\') at += 1;
      else if (line.startsWith(closer, at)) {
        this.#open.pop();
        this.#events.close(bracket, at + closer.length, []);
        return at + closer.length;
      } else if (closer === '`' && this.#language.isScript && line.startsWith('${', at)) {
        this.#push({ closer: '}', isText: false, hasEscapes: false });
        return at + 2;
      }
    }
    return line.length;
  }

  /** Behind the string that a quote begins; behind the quote if none ends in the line. */
  #stringEnd(line: string, at: number, quote: string): number {
    if (quote === "'" && this.#language.hasCharacters) {
      CHARACTER.lastIndex = at;
      return CHARACTER.test(line) ? CHARACTER.lastIndex : at + 1;
    }
    for (let next = at + 1; next < line.length; next += 1) {
      if (line[next] === '\\') next += 1;
      else if (line[next] === quote) return next + 1;
    }
    return at + 1;
  }
}

/** `#` may stand within words, and `%` behind a backslash. */
function beginsComment(line: string, at: number, sign: string): boolean {
  if (sign === '#') return at === 0 || /[\s;]/.test(line[at - 1] ?? '');
  return sign !== '%' || line[at - 1] !== '\\';
}

function patternEnd(line: string, at: number): number {
  PATTERN.lastIndex = at;
  return BEFORE_PATTERN.test(line.slice(0, at)) && PATTERN.test(line) ? PATTERN.lastIndex : at + 1;
}

/** Everything at which the scanner must look closer, the longest first. */
function signsOf({ comments, blocks, quotes, longQuotes, hasCharacters, isScript }: Language): RegExp {
  const signs = [...comments, ...blocks.map(([open]) => open), ...longQuotes, ...quotes, ...'()[]{}'];
  if (hasCharacters) signs.push("'");
  if (isScript) signs.push('/');
  const longest = signs.sort((one, other) => other.length - one.length);
  return new RegExp(longest.map((sign) => sign.replace(/[$()*+./?[\\\]^{|}-]/g, '\\$&')).join('|'), 'g');
}
