import { isSpace } from './characters.ts';

/**
 * The start of the sentence after the one whose full stop may be at `at`, or -1 if none ends there. `floor`
 * and `limit` bound what may be looked at.
 */
export function nextSentence(text: string, at: number, floor: number, limit: number): number {
  const code = text.charCodeAt(at);
  const wide = code >= 0x80;
  if (!isTerminator(code)) {
    return -1;
  }
  let end = at + 1;
  while (end < limit && trailing.has(text.charCodeAt(end))) {
    end += 1;
  }
  const next = skipSpaces(text, end, limit);
  if (wide || next === limit) {
    return next;
  }
  // `3.5`, `example.org`, `J. Doe`, `e.g. this`, `"Stop!" she said`, and the number of a list item.
  if (next === end || startsLower(text, next) || (code === fullStop && isAbbreviation(text, at, floor))) {
    return -1;
  }
  return next;
}

/** Whether a character may end a sentence: `. ! ?`, the ellipsis, and the full stops of wide scripts. */
export function isTerminator(code: number): boolean {
  return code < 0x80
    ? code === fullStop || code === 0x21 || code === 0x3f
    : code === 0x3002 ||
        code === 0xff01 ||
        code === 0xff1f ||
        code === 0xff0e ||
        code === 0xff61 ||
        code === 0x0964;
}

export function skipSpaces(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && isSpace(text.charCodeAt(at))) {
    at += 1;
  }
  return at;
}

const fullStop = 0x2e;

// What may stand between a full stop and the space behind the sentence.
const trailing = new Set([...'.!?)]}"\'»”’…。！？」』）】〉》'].map((mark) => mark.charCodeAt(0)));

function startsLower(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 0x80) {
    return code >= 0x61 && code <= 0x7a;
  }
  const letter = text.charAt(at);
  return letter !== letter.toUpperCase() && letter === letter.toLowerCase();
}

/** Whether the word that a full stop ends is one that seldom ends a sentence. */
function isAbbreviation(text: string, stop: number, floor: number): boolean {
  let start = stop;
  let dotted = false;
  while (start > floor && stop - start <= longestAbbreviation) {
    const code = text.charCodeAt(start - 1);
    if (code === fullStop) {
      dotted = true;
    } else if (!isWordCode(code)) {
      break;
    }
    start -= 1;
  }
  const word = text.slice(start, stop);
  if (word.length > longestAbbreviation) {
    return false;
  }
  const opensLine = start === floor || text.charCodeAt(start - 1) === 0x0a;
  return (
    (opensLine && /^\d+$/.test(word)) ||
    (dotted && /^(?:\p{L}\.)+\p{L}$/u.test(word)) ||
    (word.length === 1 && /^\p{Lu}$/u.test(word)) ||
    abbreviations.has(word.toLowerCase())
  );
}

function isWordCode(code: number): boolean {
  return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a
    ? true
    : (code >= 0x30 && code <= 0x39) || code >= 0xc0;
}

const longestAbbreviation = 8;

const abbreviations = new Set(
  (
    'adm al app approx apr art assoc aug ave bd blvd brig bros ca capt cf ch chap cmdr co col cont corp cpl dec dept dr ed eds ' +
    'eq eqs est etc ex feb fig figs fl fr ft gen gov hon inc jan jr jul jun lat lieut lt ltd maj mar messrs mfg mme mr ' +
    'mrs ms mt nat no nos nov nr oct op p par pp pres prof pt pvt rd ref refs rep rev sec sen sep sept sgt sr st suppl tab ' +
    'univ viz vol vols vs'
  ).split(' '),
);
