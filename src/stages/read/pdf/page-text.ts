import type { PdfItem } from './pdf-thread.ts';

interface Line {
  readonly text: string;
  readonly baseline: number;
  readonly height: number;
}

/** A gap this much wider than usual is one between paragraphs. */
const WIDE_GAP = 1.3;
/** Letters this much higher than those of the next line are of another kind of text. */
const OTHER_HEIGHT = 1.15;

/**
 * The text of a page, line by line in the order of the file, with a blank line where the gap between two lines is wider than
 * usual on the page, or the letters change their height.
 */
export function pageText(items: readonly PdfItem[]): string {
  const lines = linesOf(items);
  const usual = median(lines.slice(1).map((line, index) => gapBetween(lines[index], line)));
  let text = '';
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1];
    if (before !== undefined) text += isBorder(before, line, usual) ? '\n\n' : '\n';
    text += line.text;
  }
  return text;
}

function linesOf(items: readonly PdfItem[]): readonly Line[] {
  const lines: Line[] = [];
  let line = { text: '', baseline: 0, height: 0 };
  const end = () => {
    const text = line.text.trim();
    if (text !== '') lines.push({ ...line, text });
    line = { text: '', baseline: 0, height: 0 };
  };
  for (const { text, endsLine, baseline, height } of items) {
    if (line.text.trim() === '') line.baseline = baseline;
    line.text += text.replace(controls, '');
    if (text.trim() !== '') line.height = Math.max(line.height, height);
    if (endsLine) end();
  }
  end();
  return lines;
}

function isBorder(before: Line, line: Line, usual: number): boolean {
  const gap = gapBetween(before, line);
  const [low, high] = [before.height, line.height].sort((a, b) => a - b) as [number, number];
  return (gap > usual * WIDE_GAP && gap > high) || high > low * OTHER_HEIGHT;
}

/** Nothing where the next line stands higher: it is that of another column. */
function gapBetween(before: Line | undefined, line: Line): number {
  return before === undefined ? 0 : Math.max(0, before.baseline - line.baseline);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}

// Glyphs that stand for no character come as these.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g;
