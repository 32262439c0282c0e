import type { Padding } from './passage.ts';

type Run = readonly [start: number, end: number];

/** White space around the ends of lines. */
const LINE_END = /(?<![ \t])[ \t]*\r?\n[ \t\r\n]*/g;
const LINE_BREAK = /\r?\n/g;
/** Quoted text and code, which are left alone, or what fills a column up, but for one character. */
const COLUMN = /"(?:[^"\\\n]|\\.)*"|(?<!\w)'(?:[^'\\\n]|\\.)*'|`[^`\n]*`|(?<=\S[ \t])[ \t]+(?=\S)/g;
const BLANKS = /^[ \t]/;

/** Text: the ends of lines, and blank lines but for one. `breaksLines`: two spaces at the end of a line are markup. */
export function textPadding(
  text: string,
  options: { readonly breaksLines?: boolean } = {},
): Padding | undefined {
  return padding(lineEnds(text, options));
}

/** Rows of a table: what fills up its columns. */
export function tablePadding(text: string): Padding | undefined {
  return padding(columns(text));
}

/** Lines of a log: both. */
export function logPadding(text: string): Padding | undefined {
  return padding([...columns(text), ...lineEnds(text, {})].sort(([one], [other]) => one - other));
}

function lineEnds(text: string, { breaksLines = false }: { readonly breaksLines?: boolean }): Run[] {
  // Most texts have none, and looking for them closely takes a while.
  if (!/[ \t]\r?\n|\n\r?\n\r?\n/.test(text)) return [];
  return Array.from(text.matchAll(LINE_END)).flatMap(({ 0: space, index }) => {
    const breaks = Array.from(space.matchAll(LINE_BREAK), (found) => ({
      start: index + found.index,
      end: index + found.index + found[0].length,
    }));
    const [first, second] = breaks;
    const last = breaks.at(-1);
    if (first === undefined || last === undefined) return [];
    const isMarkup = breaksLines && second === undefined && first.start - index > 1;
    const runs: Run[] = isMarkup ? [] : [[index, first.start]];
    if (second !== undefined) runs.push([first.end, second.start], [second.end, last.end]);
    return runs;
  });
}

function columns(text: string): Run[] {
  if (!/[ \t]{2}/.test(text)) return [];
  return Array.from(text.matchAll(COLUMN))
    .filter(([found]) => BLANKS.test(found))
    .map(({ 0: space, index }) => [index, index + space.length]);
}

function padding(runs: readonly Run[]): Padding | undefined {
  const found = runs.filter(([start, end]) => end > start);
  return found.length === 0 ? undefined : Uint32Array.from(found.flat());
}
