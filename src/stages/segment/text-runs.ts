import { isSpace } from './characters.ts';
import { wordEnd, wordStart } from './punctuation.ts';

/** What stands in a run of characters without white space; bits of {@link TextRuns.traits}. */
export const trait = {
  digit: 1,
  /** `_` */
  underscore: 2,
  /** `'` or `’` */
  apostrophe: 4,
  quote: 8,
  backtick: 16,
  /** `( [ { <` */
  bracket: 32,
  /** A character from 128 on. */
  wide: 64,
  /** Of these or those above, marks that may stand around a word. */
  mark: 128,
  /** The word begins with a capital letter. */
  capital: 256,
  /** Marks stand before the word, or behind it. */
  opened: 512,
  closed: 1024,
  /** Nothing but marks. */
  bare: 2048,
  /** Follows the run before in the same paragraph. */
  joined: 4096,
  /** A character that may be of a script without spaces, or a long dash. */
  high: 8192,
} as const;

/** Runs with a character from here on may have to be divided. */
const firstDivided = 0x0e00;
/** A line that is longer is not wrapped: what follows it is another paragraph. */
const LONGEST_WRAPPED_LINE = 120;
const FIRST_CAPACITY = 512;

/** The runs of a text between white space. Memory is used again: what is read is valid until the next reading. */
export class TextRuns {
  count = 0;
  /** All traits of all runs. */
  seen = 0;
  text = '';
  starts = new Uint32Array(FIRST_CAPACITY);
  ends = new Uint32Array(FIRST_CAPACITY);
  /** Where the word of a run begins and ends, without the marks around it; all of the run where it is nothing but marks. */
  wordStarts = new Uint32Array(FIRST_CAPACITY);
  wordEnds = new Uint32Array(FIRST_CAPACITY);
  traits = new Uint16Array(FIRST_CAPACITY);
  /** The first character of each word. */
  firsts = new Uint16Array(FIRST_CAPACITY);
  /** Where the line begins that the reading has come to, and whether its next run goes on with the paragraph. */
  #line = 0;
  #isJoined = true;

  read(text: string, from: number, to: number): this {
    this.text = text;
    this.count = 0;
    this.seen = 0;
    this.#line = from;
    for (let at = this.#skipSpace(from, to); at < to; at = this.#skipSpace(at, to)) {
      const start = at;
      let traits = this.#isJoined && this.count > 0 ? trait.joined : 0;
      for (; at < to; at += 1) {
        const kind = KINDS[text.charCodeAt(at)] ?? 0;
        if (kind === SPACE) break;
        traits |= kind;
      }
      this.#add(start, at, traits);
    }
    return this;
  }

  /** Finds the next run, and whether it goes on with the paragraph. */
  #skipSpace(from: number, to: number): number {
    const { text } = this;
    let breaks = 0;
    let at = from;
    this.#isJoined = true;
    for (; at < to; at += 1) {
      const code = text.charCodeAt(at);
      if (KINDS[code] !== SPACE) break;
      if (code !== NEWLINE) continue;
      breaks += 1;
      this.#isJoined &&= breaks < 2 && goesOn(text, this.#line, at);
      this.#line = at + 1;
    }
    return at;
  }

  /** Where a run begins, and where it ends. */
  start(run: number): number {
    return this.starts[run] ?? 0;
  }

  end(run: number): number {
    return this.ends[run] ?? 0;
  }

  /** The word of a run. */
  word(run: number): string {
    return this.text.slice(this.wordStarts[run], this.wordEnds[run]);
  }

  /** The marks behind the word of a run. */
  tail(run: number): string {
    return this.text.slice(this.wordEnds[run], this.ends[run]);
  }

  has(run: number, traits: number): boolean {
    return ((this.traits[run] ?? 0) & traits) !== 0;
  }

  /** Whether nothing but white space stands between the words of this run and the one before it. */
  isNext(run: number): boolean {
    return this.follows(run) && !this.has(run - 1, trait.closed);
  }

  /** Whether a run with a word that has no marks before it follows another in the same paragraph. */
  follows(run: number): boolean {
    return (
      run > 0 &&
      run < this.count &&
      ((this.traits[run] ?? 0) & (trait.joined | trait.opened | trait.bare)) === trait.joined &&
      !this.has(run - 1, trait.bare)
    );
  }

  #add(start: number, end: number, found: number): void {
    const run = this.count;
    if (run === this.starts.length) this.#grow();
    let traits = found;
    let word = start;
    let last = end;
    if ((traits & trait.mark) !== 0) {
      word = wordStart(this.text, start, end);
      last = wordEnd(this.text, word, end);
      if (word === end) {
        word = start;
        last = end;
        traits |= trait.bare;
      } else {
        if (word > start) traits |= trait.opened;
        if (last < end) traits |= trait.closed;
      }
    }
    const first = this.text.charCodeAt(word);
    if (first < 128 ? first >= 0x41 && first <= 0x5a : CAPITAL.test(this.text.charAt(word)))
      traits |= trait.capital;
    this.starts[run] = start;
    this.ends[run] = end;
    this.wordStarts[run] = word;
    this.wordEnds[run] = last;
    this.traits[run] = traits;
    this.firsts[run] = first;
    this.seen |= traits;
    this.count += 1;
  }

  #grow(): void {
    this.starts = grown(this.starts);
    this.ends = grown(this.ends);
    this.wordStarts = grown(this.wordStarts);
    this.wordEnds = grown(this.wordEnds);
    this.traits = grown(this.traits);
    this.firsts = grown(this.firsts);
  }
}

function grown<T extends Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>>(array: T): T {
  const larger = new (array.constructor as new (length: number) => T)(array.length * 2);
  larger.set(array);
  return larger;
}

/** Whether a paragraph may go on behind the line from `line` to `end`: it is no heading, no row, and not too long to be wrapped. */
function goesOn(text: string, line: number, end: number): boolean {
  const first = text.charCodeAt(line);
  return first !== 0x23 && first !== 0x7c && end - line <= LONGEST_WRAPPED_LINE;
}

const NEWLINE = 0x0a;
const CAPITAL = /^\p{Lu}/u;
const SPACE = 0x4000;

/** The traits that each character gives its run. */
const KINDS = new Uint16Array(0x10000)
  .fill(trait.wide | trait.mark, 128)
  .fill(trait.wide | trait.mark | trait.high, firstDivided);
for (let code = 0; code < KINDS.length; code += 1) if (isSpace(code)) KINDS[code] = SPACE;
for (let code = 0x30; code <= 0x39; code += 1) KINDS[code] = trait.digit;
for (const mark of '*)]}>.,;:!?-') KINDS[mark.charCodeAt(0)] = trait.mark;
for (const mark of '([{<') KINDS[mark.charCodeAt(0)] = trait.mark | trait.bracket;
KINDS[0x5f] = trait.mark | trait.underscore;
KINDS[0x27] = trait.mark | trait.apostrophe;
KINDS[0x22] = trait.mark | trait.quote;
KINDS[0x60] = trait.mark | trait.backtick;
// Letters of Latin, Greek, Cyrillic and the like are no marks.
for (let code = 0xc0; code < firstDivided; code += 1) KINDS[code] = trait.wide;
for (const mark of '“”„«»「」『』')
  KINDS[mark.charCodeAt(0)] = (KINDS[mark.charCodeAt(0)] ?? 0) | trait.quote;
KINDS[0x2019] = trait.wide | trait.mark | trait.high | trait.apostrophe;
