import type { StageCounters } from './counters.ts';
import { padRight, textWidth, wrap } from './text-width.ts';

/** The columns that a bar of time takes, where there is room for one. */
const longestBar = 44;
const shortestBar = 8;

/** What the counters of all stages share, so that they line up and their bars can be compared. */
export interface CounterStyle {
  readonly counters: ReadonlyMap<string, StageCounters>;
  /** The widest value under each label. */
  readonly widths: ReadonlyMap<string, number>;
  /** The longest time that a stage was busy or waiting, which fills a whole bar. */
  readonly seconds: number;
}

/** Takes the measure of all stages' counters. */
export function counterStyle(counters: readonly StageCounters[]): CounterStyle {
  const widths = new Map<string, number>();
  for (const [label, value] of counters.flatMap((stage) => [...amounts(stage), ...times(stage)])) {
    widths.set(label, Math.max(textWidth(value), widths.get(label) ?? 0));
  }
  return {
    counters: new Map(counters.map((stage) => [stage.path, stage])),
    widths,
    seconds: Math.max(0, ...counters.map(({ busySeconds, waitingSeconds }) => busySeconds + waitingSeconds)),
  };
}

/** What a stage has done, in lines of at most `width` columns; none if nothing is known of it. */
export function counterLines(path: string, width: number, style: CounterStyle): string[] {
  const stage = style.counters.get(path);
  if (stage === undefined) return [];
  const cell = ([label, value]: [string, string]): string =>
    `${label} ${value.padStart(style.widths.get(label) ?? 0)}`;
  const timeLines = wrap(times(stage).map(cell), '   ', width);
  const room = Math.min(longestBar, width - textWidth(timeLines[0] ?? '') - 3);
  const bar =
    timeLines.length === 1 && room >= shortestBar ? `   ${timeBar(stage, room, style.seconds)}` : '';
  return [...wrap(amounts(stage).map(cell), '   ', width), ...timeLines.map((line) => line + bar)];
}

function amounts(stage: StageCounters): [label: string, value: string][] {
  const { itemsIn, itemsOut, characters, tokens } = stage;
  const number = (value: number): string => value.toLocaleString('en-US');
  const cells: [string, string][] = [
    ['in', number(itemsIn)],
    ['out', number(itemsOut)],
  ];
  // Many stages count neither, and then a zero would be a false statement.
  if (characters > 0) cells.push(['characters', number(characters)]);
  if (tokens > 0) cells.push(['tokens', number(tokens)]);
  return cells;
}

function times(stage: StageCounters): [label: string, value: string][] {
  return [
    ['busy', duration(stage.busySeconds)],
    ['waiting', duration(stage.waitingSeconds)],
  ];
}

/** Busy time solid, waiting time shaded, idle time blank; the longest of all stages fills the bar. */
function timeBar({ busySeconds, waitingSeconds }: StageCounters, width: number, seconds: number): string {
  const cells = (time: number): number => (seconds > 0 ? Math.round((time / seconds) * width) : 0);
  const busy = cells(busySeconds);
  return padRight('█'.repeat(busy) + '░'.repeat(cells(busySeconds + waitingSeconds) - busy), width);
}

function duration(seconds: number): string {
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(seconds < 9.995 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
