const wide =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;
const unseen = /[\p{M}\p{Cf}]/u;

/** How many terminal columns a text without control characters takes. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** The text, or its beginning and an ellipsis if it takes more than `width` columns. */
export function clip(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let clipped = '';
  let left = width - 1;
  for (const character of text) {
    left -= characterWidth(character);
    if (left < 0) break;
    clipped += character;
  }
  return `${clipped}…`;
}

/** Fills a text up with spaces on its right. */
export function padRight(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

/** Sets words into lines of at most `width` columns, each word whole or clipped. */
export function wrap(words: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = [];
  let line: string | undefined;
  for (const word of words) {
    const longer: string = line === undefined ? word : line + separator + word;
    if (line !== undefined && textWidth(longer) > width) {
      lines.push(line);
      line = clip(word, width);
    } else {
      line = clip(longer, width);
    }
  }
  if (line !== undefined) lines.push(line);
  return lines;
}

function characterWidth(character: string): number {
  if (character < '\u0300') return 1;
  if (unseen.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
