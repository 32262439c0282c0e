/** Marks that stand before a word and are no part of it. */
const OPENING = marks('([{<"\'`*_“‘„«‹¿¡（「『【《');
/** Marks that stand after a word and are no part of it. `%`, `°`, `+` and the like are: they carry meaning. */
const CLOSING = marks(')]}>"\'`*_”’»›.,;:!?…–—-、。，．：；！？）」』】》');

/** Where the word of a run begins, behind its opening marks; `end` if there is nothing but marks. */
export function wordStart(text: string, start: number, end: number): number {
  if (wordEnd(text, start, end) === start) return end;
  let at = start;
  while (isIn(OPENING, text.charCodeAt(at))) at += 1;
  return at;
}

/** Where the word of a run ends, before the marks behind it. */
export function wordEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isMark(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

function isMark(code: number): boolean {
  return isIn(CLOSING, code) || isIn(OPENING, code);
}

function isIn(set: Uint8Array, code: number): boolean {
  return code < set.length && set[code] === 1;
}

function marks(characters: string): Uint8Array {
  const codes = [...characters].map((character) => character.charCodeAt(0));
  const set = new Uint8Array(Math.max(...codes) + 1);
  for (const code of codes) set[code] = 1;
  return set;
}
