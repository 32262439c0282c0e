import { nextSentence, skipSpaces } from '../segment/sentence.ts';
import { LetterReader } from './letter-reader.ts';
import { isDigit, isSaid, letter, letterAt } from './letters.ts';
import type { Statement } from './statement.ts';
import { joinedKey } from './text-key.ts';

/** What is shorter (in characters that count) belongs to what follows: `No.` and `Methods` are said of different things. */
const SHORTEST = 32;
/** A line that is longer is not wrapped, and one that is shorter is not full: neither goes on in the next. */
const LONGEST_WRAPPED = 120;
const SHORTEST_WRAPPED = 48;
const APOSTROPHE = 0x27;
const CURLY_APOSTROPHE = 0x2019;
const LIST_MARKS = new Set([...'-*+•#|=~'].map((mark) => mark.charCodeAt(0)));

// Memory of one call, used again for the next one: calls never give way to one another.
const reader = new LetterReader();

/**
 * The statements of a prose passage: sentences, lines and paragraphs of some length. Two are equal if their letters, digits
 * and signs are, in their order, but for case, white space, the marks around words, and the marks of quoted lines. What
 * tells numbers apart is no such mark: `-5`, `.5`, `(5)` and `1.5` differ.
 */
export function proseStatements(text: string): readonly Statement[] {
  const found: Statement[] = [];
  const { length } = text;
  reader.open(text);
  for (let start = skipSpaces(text, 0, length); start < length; ) {
    const end = read(text, start);
    const key = reader.take();
    const last = found.at(-1);
    if (reader.weight >= SHORTEST) found.push({ start, end, key });
    // What is left at the end, if it is short, belongs to what came before.
    else if (last !== undefined)
      found[found.length - 1] = { start: last.start, end, key: joinedKey(last.key, key) };
    start = skipSpaces(text, end, length);
  }
  return found;
}

/** Reads the statement that begins at `start`; its key and weight are then those of {@link reader}. Returns where it ends. */
function read(text: string, start: number): number {
  const { length } = text;
  reader.clear();
  for (let at = start; at < length; at += 1) {
    at = reader.run(at);
    if (at === length) break;
    const kind = letterAt(text, at);
    const code = meant(text, at, kind);
    if (code === 0) reader.part();
    else reader.add(code);
    if (reader.weight < SHORTEST) continue;
    if (kind === letter.newline && endsBlock(text, at)) return lastEnd(text, at);
    const end = kind === letter.stop || kind === letter.ending ? sentenceEnd(text, at, start) : -1;
    if (end > 0) return end;
  }
  return lastEnd(text, length);
}

/** Where the last character before `at` ends that is no white space. */
function lastEnd(text: string, at: number): number {
  let end = at;
  while (letterAt(text, end - 1) <= letter.newline) end -= 1;
  return end;
}

/** What a white space or a mark says where it stands: 0 for nothing, or else its character. */
function meant(text: string, at: number, kind: number): number {
  if (kind === letter.space || kind === letter.newline) return 0;
  const code = text.charCodeAt(at);
  if (kind === letter.quoted) return beginsLine(text, at) ? 0 : code;
  if (kind === letter.ending || !isBorder(text, at)) return code === CURLY_APOSTROPHE ? APOSTROPHE : code;
  return 0;
}

/** Where the sentence ends that the mark at `at` may end, its closing marks included; -1 if it ends none. */
function sentenceEnd(text: string, at: number, start: number): number {
  const next = nextSentence(text, at, start, text.length);
  let end = at + 1;
  while (end < next && letterAt(text, end) > letter.newline) end += 1;
  return next < 0 ? -1 : end;
}

/** Whether a mark stands around a word and not inside one, nor before a digit. */
function isBorder(text: string, at: number): boolean {
  if (isDigit(text.charCodeAt(at + 1))) return false;
  return at === 0 || at + 1 === text.length || !isSaid(text, at - 1) || !isSaid(text, at + 1);
}

/** Whether nothing but white space and marks of quoted lines stands before `at` in its line. */
function beginsLine(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && (letterAt(text, before) === letter.space || letterAt(text, before) === letter.quoted))
    before -= 1;
  return before < 0 || text.charCodeAt(before) === NEWLINE;
}

/** Whether what stands in the line that ends at `end` does not go on in the next line. */
function endsBlock(text: string, end: number): boolean {
  const length = end - 1 - text.lastIndexOf('\n', end - 1);
  if (length > LONGEST_WRAPPED || length < SHORTEST_WRAPPED) return true;
  let next = end + 1;
  while (letterAt(text, next) === letter.space && next < text.length) next += 1;
  return letterAt(text, next) === letter.newline || LIST_MARKS.has(text.charCodeAt(next));
}

const NEWLINE = 0x0a;
