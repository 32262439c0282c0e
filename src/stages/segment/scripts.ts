/** First and last code points of the scripts that write words without spaces between them. */
const ranges: readonly (readonly [first: number, last: number])[] = [
  [0x0e01, 0x0eff], // Thai, Lao
  [0x1000, 0x109f], // Myanmar
  [0x1780, 0x17ff], // Khmer
  [0x1950, 0x19df], // Tai Le, New Tai Lue
  [0x3005, 0x3007], // iteration mark, closing mark, zero
  [0x3041, 0x30fa], // Hiragana, Katakana
  [0x30fc, 0x312f], // prolonged sound mark, Bopomofo
  [0x31f0, 0x31ff], // Katakana extensions
  [0x3400, 0x4dbf], // Han, extension A
  [0x4e00, 0x9fff], // Han
  [0xa9e0, 0xa9ff], // Myanmar extension B
  [0xaa60, 0xaa7f], // Myanmar extension A
  [0xf900, 0xfaff], // Han, compatibility
  [0xff66, 0xff9f], // Katakana, half width
  [0x20000, 0x3ffff], // Han, extensions B and on
];

/** Whether a character is of a script whose words only a dictionary can tell apart. */
export function isSpaceless(point: number): boolean {
  // The common cases first: Latin with typographic punctuation, then Han.
  if (point < 0x0e01 || (point > 0x19df && point < 0x3005)) {
    return false;
  }
  if (point >= 0x4e00 && point <= 0x9fff) {
    return true;
  }
  return ranges.some(([first, last]) => point >= first && point <= last);
}
