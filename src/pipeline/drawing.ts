import { clip, padRight, textWidth } from './text-width.ts';

/** Lines of equal width, entered and left at the middle column. */
export interface Block {
  readonly width: number;
  readonly lines: readonly string[];
  /** What the first line is: the lid of a box, which an arrow points at, or a rail, which a line runs into. */
  readonly entry: 'lid' | 'rail';
}

/** What stands in a box; its sections are set off by lines. */
export interface BoxContent {
  readonly title: string;
  readonly note: string;
  readonly sections: readonly (readonly string[])[];
}

/** The columns between blocks side by side. */
export const gap = 2;

/** The columns that a box takes beside its text. */
export const frame = 4;

/** Draws a box. */
export function box({ title, note, sections }: BoxContent, width: number): Block {
  const inner = width - frame;
  const divider = `├${'╌'.repeat(width - 2)}┤`;
  const rows = sections
    .filter((section) => section.length > 0)
    .map((section) => section.map((line) => `│ ${padRight(clip(line, inner), inner)} │`))
    .flatMap((section, index) => (index === 0 ? section : [divider, ...section]));
  return { width, entry: 'lid', lines: [lid(title, note, width), ...rows, `╰${'─'.repeat(width - 2)}╯`] };
}

/** Puts blocks of one width below each other, with arrows between them. */
export function stack(blocks: readonly [Block, ...Block[]], width: number): Block {
  const lines: string[] = [];
  for (const block of blocks) {
    const [first = '', ...others] = block.lines;
    const last = lines.pop();
    if (last === undefined) lines.push(first);
    else if (block.entry === 'rail') lines.push(joined(last, downwards), joined(first, upwards));
    else lines.push(joined(last, downwards), marks(width, [middle(width)], '▼'), first);
    lines.push(...others);
  }
  return { width, entry: blocks[0].entry, lines };
}

/** Puts blocks side by side, between a rail that forks to them and one that joins them. */
export function fork(blocks: readonly Block[], width: number): Block {
  const taken = blocks.reduce((sum, block) => sum + block.width + gap, -gap);
  const margin = Math.floor((width - taken) / 2);
  const height = Math.max(...blocks.map(({ lines }) => lines.length)) + 1;
  const lanes = blocks.map((block) => laneOf(block, height));
  const rows = Array.from({ length: height }, (_, row) => {
    const cells = lanes.map((lane) => lane[row] ?? '');
    return padRight(' '.repeat(margin) + cells.join(' '.repeat(gap)), width);
  });
  const ports = portsOf(blocks, margin);
  return { width, entry: 'rail', lines: [rail(ports, width, '╭┬╮'), ...rows, rail(ports, width, '╰┴╯')] };
}

function lid(title: string, note: string, width: number): string {
  const right = note === '' ? '─╮' : ` ${note} ─╮`;
  const left = `╭─ ${clip(title, width - frame - textWidth(right))} `;
  return left + '─'.repeat(width - textWidth(left) - textWidth(right)) + right;
}

const downwards: Readonly<Record<string, string>> = { '─': '┬', '┴': '┼' };
const upwards: Readonly<Record<string, string>> = { '─': '┴', '┬': '┼' };

/** Lets a line run out of the middle of a border or rail. */
function joined(line: string, direction: Readonly<Record<string, string>>): string {
  const column = middle(line.length);
  const mark = line.charAt(column);
  return line.slice(0, column) + (direction[mark] ?? mark) + line.slice(column + 1);
}

/** A block with what leads into it from the rail above and, down to `height` lines, out of it. */
function laneOf({ lines, width, entry }: Block, height: number): string[] {
  const [first = '', ...others] = lines;
  const line = marks(width, [middle(width)], '│');
  const lane = entry === 'lid' ? [marks(width, [middle(width)], '▼'), first] : [line, joined(first, upwards)];
  lane.push(...others);
  lane.push(joined(lane.pop() ?? '', downwards));
  while (lane.length < height) lane.push(line);
  return lane;
}

function portsOf(blocks: readonly Block[], margin: number): number[] {
  let left = margin;
  return blocks.map(({ width }) => {
    const port = left + middle(width);
    left += width + gap;
    return port;
  });
}

/** A horizontal line from the first port to the last; `ends` are its marks at the first, inner and last port. */
function rail(ports: readonly number[], width: number, ends: string): string {
  const first = ports[0] ?? 0;
  const last = ports.at(-1) ?? 0;
  return Array.from({ length: width }, (_, column) => {
    if (column < first || column > last) return ' ';
    if (first === last) return '│';
    if (column === first) return ends.charAt(0);
    if (column === last) return ends.charAt(2);
    return ports.includes(column) ? ends.charAt(1) : '─';
  }).join('');
}

function marks(width: number, columns: readonly number[], mark: string): string {
  return Array.from({ length: width }, (_, column) => (columns.includes(column) ? mark : ' ')).join('');
}

function middle(width: number): number {
  return Math.floor(width / 2);
}
