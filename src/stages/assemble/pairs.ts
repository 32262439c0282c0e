import { isSpace } from '../segment/characters.ts';
import type { Units } from '../segment/passage.ts';

/** A bracket or quote that opens in one unit and closes in a later one. */
export interface Pair {
  readonly open: number;
  readonly close: number;
}

const OPENING = '([{“«„（「『【《〈';
const CLOSING = ')]}”»”）」』】》〉';
/** 0 for most characters; what opens has a number, and what closes it the same from here on. */
const CLOSES = 64;
const KINDS = new Uint8Array(0x10000);
for (const [at, mark] of [...OPENING].entries()) KINDS[mark.charCodeAt(0)] = at + 1;
for (const [at, mark] of [...CLOSING].entries()) KINDS[mark.charCodeAt(0)] ||= CLOSES + at + 1;
const STRAIGHT = OPENING.length + 1;
const QUOTES = new Set([STRAIGHT, ...[...'“«„「『'].map((mark) => OPENING.indexOf(mark) + 1)]);
const BREAK = CLOSES;
KINDS['"'.charCodeAt(0)] = STRAIGHT;
KINDS['\n'.charCodeAt(0)] = BREAK;
/** `„` is closed by what opens in other languages, or by what closes there. */
const LOW_QUOTE = OPENING.indexOf('„') + 1;
const HIGH_QUOTE = OPENING.indexOf('“') + 1;

/** The pairs of brackets and quotes over several units of a text. None reaches over a blank line. */
export function pairsIn(text: string, units: Pick<Units, 'count' | 'ends'>): readonly Pair[] {
  const open: OpenMark[] = [];
  const pairs: Pair[] = [];
  const { count, ends } = units;
  let unit = 0;
  let line = -1;
  for (let at = 0; at < text.length; at += 1) {
    const found = KINDS[text.charCodeAt(at)] ?? 0;
    if (found === 0) continue;
    if (found === BREAK) {
      if (line >= 0 && isBlank(text, line, at)) open.length = 0;
      line = at + 1;
      continue;
    }
    while (unit < count - 1 && (ends[unit] ?? 0) <= at) unit += 1;
    const kind = found === STRAIGHT ? quoteKind(text, at) : kindIn(found, open.at(-1)?.kind);
    if (kind > CLOSES) close(open, { kind: kind - CLOSES, unit }, pairs);
    else if (kind > 0) open.push({ kind, unit });
  }
  return pairs;
}

interface OpenMark {
  readonly kind: number;
  readonly unit: number;
}

/** Closes the nearest of its kind, and forgets what was opened in it: a quote may end within brackets that began in it. */
function close(open: OpenMark[], { kind, unit }: OpenMark, pairs: Pair[]): void {
  const at = open.findLastIndex((one) => one.kind === kind);
  if (at < 0) return;
  const opened = open[at]?.unit ?? 0;
  const inner = open.splice(at).slice(1);
  if (QUOTES.has(kind)) open.push(...inner.filter((one) => !QUOTES.has(one.kind)));
  if (opened < unit) pairs.push({ open: opened, close: unit });
}

/** A straight quote opens before a word and closes behind one; it may be neither. */
function quoteKind(text: string, at: number): number {
  const isAfterWord =
    at > 0 && !isSpace(text.charCodeAt(at - 1)) && (KINDS[text.charCodeAt(at - 1)] ?? 0) % CLOSES === 0;
  const isBeforeWord = at + 1 < text.length && isWordCode(text.charCodeAt(at + 1));
  if (isAfterWord === isBeforeWord) return 0;
  return isAfterWord ? STRAIGHT + CLOSES : STRAIGHT;
}

function isWordCode(code: number): boolean {
  return !isSpace(code) && !'.,;:!?)]}…'.includes(String.fromCharCode(code));
}

function kindIn(found: number, around: number | undefined): number {
  const isHigh = found === HIGH_QUOTE || found === HIGH_QUOTE + CLOSES;
  return isHigh && around === LOW_QUOTE ? LOW_QUOTE + CLOSES : found;
}

function isBlank(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (!isSpace(text.charCodeAt(at))) return false;
  return true;
}
