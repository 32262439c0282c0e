import { isSpace } from '../segment/characters.ts';
import { isDigit } from './letters.ts';
import { KeyWriter, type TextKey } from './text-key.ts';

/** A word of so many characters, all of which are hexadecimal digits, is an id. */
const SHORTEST_HEX = 8;
/** Quoted values that are longer are read as text. */
const LONGEST_QUOTED = 200;
/** Stands for all that is masked. */
const MASK = 0x23;
const MINUS = 0x2d;
/** Between parts of a date, an address, an id or a path. */
const JOINERS = new Set([...'.:-/,+_@'].map((mark) => mark.charCodeAt(0)));
const QUOTES = new Set([0x22, 0x27, 0x60]);

const writer = new KeyWriter();

/**
 * What is alike in lines of a log that a program writes in one place: the text without numbers, dates, addresses, ids and
 * quoted values. A word that holds a digit is masked, and so is what hangs together with it.
 */
export function templateKey(text: string, start: number, end: number): TextKey {
  writer.clear();
  let isMasked = false;
  for (let at = start; at < end; ) {
    const code = text.charCodeAt(at);
    const last = tokenEnd(text, at, end);
    if (isWordCode(code) ? isId(text, at, last) : QUOTES.has(code) && last > at + 1) {
      if (!isMasked) writer.add(MASK);
      isMasked = true;
    } else if (isSpace(code)) writer.part();
    else if (!isJoiner(text, at, isMasked)) {
      isMasked = false;
      for (let one = at; one < last; one += 1) writer.add(text.charCodeAt(one));
    }
    at = last;
  }
  return writer.take();
}

/** Behind the word or the quoted value that begins at `at`, or else behind the character there. */
function tokenEnd(text: string, at: number, end: number): number {
  const code = text.charCodeAt(at);
  if (isWordCode(code)) return wordEnd(text, at, end);
  return QUOTES.has(code) ? quotedEnd(text, at, end) : at + 1;
}

/** A minus before a number belongs to it, and so does what joins two of them. */
function isJoiner(text: string, at: number, isMasked: boolean): boolean {
  const code = text.charCodeAt(at);
  return (isMasked && JOINERS.has(code)) || (code === MINUS && isDigit(text.charCodeAt(at + 1)));
}

/** The event as it is, but for white space. */
export function exactKey(text: string, start: number, end: number): TextKey {
  writer.clear();
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) writer.part();
    else writer.add(code);
  }
  return writer.take();
}

function isWordCode(code: number): boolean {
  const lower = code | 0x20;
  return (
    isDigit(code) || (lower >= 0x61 && lower <= 0x7a) || code === 0x5f || (code >= 0xc0 && !isSpace(code))
  );
}

function wordEnd(text: string, at: number, limit: number): number {
  let end = at;
  while (end < limit && isWordCode(text.charCodeAt(end))) end += 1;
  return end;
}

function quotedEnd(text: string, at: number, limit: number): number {
  const quote = text.charAt(at);
  // An apostrophe inside a word opens nothing.
  if (isWordCode(text.charCodeAt(at - 1))) return at + 1;
  const close = text.indexOf(quote, at + 1);
  return close < 0 || close >= limit || close - at > LONGEST_QUOTED ? at + 1 : close + 1;
}

/** Whether a word holds a digit, or nothing but hexadecimal ones. */
function isId(text: string, start: number, end: number): boolean {
  let isHex = end - start >= SHORTEST_HEX;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) return true;
    const lower = code | 0x20;
    isHex &&= lower >= 0x61 && lower <= 0x66;
  }
  return isHex;
}
