import { isClosing, isOpening } from '../segment/characters.ts';
import { isSpaceless } from '../segment/scripts.ts';
import type { TextRuns } from '../segment/text-runs.ts';
import { longestWord } from '../segment/word-run.ts';
import type { GuardedSpans } from './guarded-spans.ts';
import type { GuardSet } from './guards.ts';

/** Characters; identifiers, paths and hashes that are longer are taken for data. An address may have 512. */
const LONGEST_ATOM = 128;
/** Letters and digits in a row that are data, if capitals, small letters and digits are mixed in them. */
const LEAST_DATA = 40;

/**
 * What must not be cut inside a long run (minified text, long addresses): addresses and paths, identifiers, numbers.
 * Each is what stands between brackets, quotes, commas, semicolons and bars.
 */
export function guardAtoms(runs: TextRuns, guards: GuardSet, spans: GuardedSpans): void {
  for (let run = 0; run < runs.count; run += 1) {
    const start = runs.starts[run] ?? 0;
    const end = runs.ends[run] ?? 0;
    if (end - start > longestWord) guardRun(runs.text, start, end, guards, spans);
  }
}

function guardRun(text: string, start: number, end: number, guards: GuardSet, spans: GuardedSpans): void {
  let open = start;
  for (let at = start; at <= end; at += 1) {
    if (at < end && !isBorder(text, at, start)) continue;
    if (at - open > 1) guardAtom(text, open, at, guards, spans);
    open = at + 1;
  }
}

function isBorder(text: string, at: number, start: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 128) return BORDERS[code] === 1 && !(code === COMMA && isThousands(text, at, start));
  return isOpening(code) || isClosing(code) || code === ELLIPSIS || isSpaceless(text.codePointAt(at) ?? 0);
}

function guardAtom(text: string, start: number, end: number, guards: GuardSet, spans: GuardedSpans): void {
  const atom = text.slice(start, end);
  if (ADDRESS.test(atom)) {
    if (guards.has('urls')) spans.add(start, end);
  } else if (end - start <= LONGEST_ATOM && !isData(atom)) {
    if (guards.has(NUMBER.test(atom) ? 'numbers' : PATH.test(atom) ? 'urls' : 'code')) spans.add(start, end);
  }
}

const ADDRESS = /:\/\/|^www\.|[\w.+-]@[\w-]+\.\w/;
const PATH = /[/\\].*[/\\]/;
const NUMBER = /^[-+$€£¥]?\d[\d.,:/-]*[a-zA-Z%]{0,3}$/;

function isData(atom: string): boolean {
  return atom.length >= LEAST_DATA && (atom.match(STRETCHES) ?? []).some(isMixed);
}

const STRETCHES = new RegExp(`[A-Za-z0-9+/]{${LEAST_DATA},}`, 'g');

function isMixed(stretch: string): boolean {
  const isAll = /[A-Z]/.test(stretch) && /[a-z]/.test(stretch) && /\d/.test(stretch);
  return isAll && (!/[+/]/.test(stretch) || isDense(stretch));
}

/** Base64 changes between capitals, small letters and digits all the time; a path with slashes now and then. */
function isDense(stretch: string): boolean {
  return (stretch.match(/[a-z](?=[A-Z0-9])|[A-Z](?=\d)|\d(?=[A-Za-z])/g) ?? []).length * 4 >= stretch.length;
}

/** A comma of a number like 1,234,567: three digits behind it, and one to three before it. */
function isThousands(text: string, at: number, start: number): boolean {
  return (
    THOUSANDS.test(text.slice(Math.max(start, at - 4), at)) && /^\d{3}(?!\d)/.test(text.slice(at + 1, at + 5))
  );
}

const THOUSANDS = /(?:^|[^\d])\d{1,3}$/;
const COMMA = 0x2c;
const ELLIPSIS = 0x2026;
const BORDERS = new Uint8Array(128);
for (const mark of '"\'`<>()[]{},;|*') BORDERS[mark.charCodeAt(0)] = 1;
