import type { Padding, Passage, Units } from './passage.ts';

/** The parts of a passage from `from` to `to` without its padding. */
export function* partsWithout(
  padding: Padding | undefined,
  from: number,
  to: number,
): Generator<readonly [start: number, end: number], void, undefined> {
  let at = from;
  for (let run = firstEndingAfter(padding, from); padding !== undefined && run < padding.length; run += 2) {
    const start = padding[run] ?? to;
    if (start >= to) break;
    if (start > at) yield [at, start];
    at = padding[run + 1] ?? to;
  }
  if (at < to) yield [at, to];
}

/** A passage as it is written, without its padding; only its text still holds, not where each character stands. */
export function withoutPadding(passage: Passage): Passage {
  const { text, padding } = passage;
  if (padding === undefined) return passage;
  const parts = Array.from(partsWithout(padding, 0, text.length), ([start, end]) => text.slice(start, end));
  return { ...passage, text: parts.join(''), padding: undefined };
}

/** The units of a passage as they stand in its text without the padding. */
export function unitsWithoutPadding(units: Units, padding: Padding | undefined): Units {
  if (padding === undefined) return units;
  const [cores, ends] = [units.cores.slice(), units.ends.slice()];
  moveOffsets(cores, padding);
  moveOffsets(ends, padding);
  return { ...units, cores, ends };
}

/** Takes from ascending offsets what of the padding stands before them. */
function moveOffsets(offsets: Uint32Array, padding: Padding): void {
  let run = 0;
  let removed = 0;
  for (let at = 0; at < offsets.length; at += 1) {
    const offset = offsets[at] ?? 0;
    for (; (padding[run + 1] ?? Number.POSITIVE_INFINITY) <= offset; run += 2)
      removed += (padding[run + 1] ?? 0) - (padding[run] ?? 0);
    offsets[at] = offset - removed;
  }
}

/** The position of the first run that ends behind `at`. */
function firstEndingAfter(padding: Padding | undefined, at: number): number {
  let low = 0;
  let high = (padding?.length ?? 0) / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((padding?.[2 * middle + 1] ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return 2 * low;
}
