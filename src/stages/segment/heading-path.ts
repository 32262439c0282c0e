import { tearsPair } from './characters.ts';

/** The headings that a passage stands under, outermost first. */
export class HeadingPath {
  readonly #headings: { readonly level: number; readonly text: string }[] = [];

  /** Enters the section of a heading, out of all sections of its level or deeper. */
  enter(level: number, line: string): void {
    while ((this.#headings.at(-1)?.level ?? 0) >= level) {
      this.#headings.pop();
    }
    const text = headingText(line);
    if (text !== '') {
      this.#headings.push({ level, text });
    }
  }

  /** `Guide > Install`; the outermost headings give way where the whole path would be too long. */
  toString(): string {
    let path = '';
    for (const { text } of this.#headings.toReversed()) {
      const longer = path === '' ? text : `${text} > ${path}`;
      if (longer.length > longestPath && path !== '') {
        break;
      }
      path = longer;
    }
    const end = tearsPair(path, longestPath) ? longestPath - 1 : longestPath;
    return path.slice(0, end);
  }
}

const longestPath = 100;

function headingText(line: string): string {
  return line
    .trim()
    .replace(/^#{1,6}\s+|^#{1,6}$/u, '')
    .replace(/\s+#+$/u, '')
    .replace(/[*`]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
