/** Classes of the characters below 256; everything above takes the slow path. */
const spaces = new Uint8Array(256);
for (const code of [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0xa0]) {
  spaces[code] = 1;
}

/** White space exactly as `\s` and `trim` see it, so that no two parts of pith disagree. */
export function isSpace(code: number): boolean {
  return code < 256 ? spaces[code] === 1 : code >= 0x1680 && isWideSpace(code);
}

function isWideSpace(code: number): boolean {
  return (
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x3000 ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x1680 ||
    code === 0xfeff
  );
}

/** Whether a surrogate pair or a CRLF would be torn by a cut at `at`. */
export function tearsPair(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) {
    return false;
  }
  const after = text.charCodeAt(at);
  if (after === 0x0a) {
    return text.charCodeAt(at - 1) === 0x0d;
  }
  return (after & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
}

/** Whether a cut at `at` would tear what a reader sees as one character. */
export function tearsCharacter(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) {
    return false;
  }
  const after = text.charCodeAt(at);
  if (after < 0x300) {
    return after === 0x0a && text.charCodeAt(at - 1) === 0x0d;
  }
  return (
    tearsPair(text, at) ||
    text.charCodeAt(at - 1) === zeroWidthJoiner ||
    joinsBefore(text.codePointAt(at) ?? 0)
  );
}

const zeroWidthJoiner = 0x200d;

/** Combining marks, variation selectors, joiners and skin tones belong to the character before them. */
function joinsBefore(point: number): boolean {
  return point > 0xffff
    ? (point >= 0x1f3fb && point <= 0x1f3ff) || mark.test(String.fromCodePoint(point))
    : kindOf(point) === kind.mark;
}

/** Whether a character belongs to the word before it: closing brackets and quotes, full stops, dashes. */
export function isClosing(code: number): boolean {
  return kindOf(code) === kind.closing;
}

/** Whether a character belongs to the word behind it. */
export function isOpening(code: number): boolean {
  return kindOf(code) === kind.opening;
}

const mark = /^\p{M}$/u;
const closing = /^[\p{Pe}\p{Pf}\p{Pd}!"'),.:;?\]}%、。，．：；！？…‥・～％‰℃°]$/u;
const opening = /^[\p{Ps}\p{Pi}#$@¿¡]$/u;

const kind = { other: 1, mark: 2, closing: 3, opening: 4 } as const;

// Filled as characters are met: the patterns are far slower than a look at the table.
const kinds = new Uint8Array(0x10000);

function kindOf(code: number): number {
  const known = kinds[code] ?? kind.other;
  return known === 0 ? learnKind(code) : known;
}

function learnKind(code: number): number {
  const character = String.fromCharCode(code);
  const found =
    code === zeroWidthJoiner || mark.test(character)
      ? kind.mark
      : closing.test(character)
        ? kind.closing
        : opening.test(character)
          ? kind.opening
          : kind.other;
  kinds[code] = found;
  return found;
}
