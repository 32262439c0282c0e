import { Passes } from '../../compress/passes.ts';
import { PithError } from '../../pipeline/errors.ts';
import { mapStage } from '../../pipeline/stage.ts';
import type { PassageBatch } from '../../stages/batch.ts';
import type { TextDocument } from '../../stages/document.ts';
import type { Wanted, WantedDocument } from './wanted.ts';

/** A range of characters that is printed. */
export type Region = readonly [start: number, end: number];

/** What of a document is printed, and how many passages it has. */
export interface Located {
  readonly regions: readonly Region[];
  readonly passages: number;
}

const passagesStage = mapStage({ name: 'passages', map: ({ passages }: PassageBatch) => passages });

/**
 * Reads a document once, to find what of it is to be printed.
 *
 * @param before - passages of the documents before this one
 * @throws PithError `usage` for a place behind its end
 */
export async function locate(
  document: TextDocument,
  { id, places }: WantedDocument,
  { passages: numbers, around }: Wanted,
  before: number,
  signal: AbortSignal,
): Promise<Located> {
  const regions: Region[] = [];
  let passages = 0;
  let length = 0;
  for await (const batch of new Passes([document], { signal }).read(passagesStage)) {
    for (const { start, text } of batch) {
      passages += 1;
      length = start + text.length;
      const isNamed = numbers.has(before + passages);
      const isTouched = around === undefined && places.some((place) => touches(place, start, length));
      if (isNamed || isTouched) regions.push([start, length]);
    }
  }
  if (around !== undefined) regions.push(...places);
  const beyond = places.find(([, end]) => end > length);
  if (beyond !== undefined) {
    throw new PithError('usage', `${id} has ${length} characters: there is nothing at ${beyond.join('-')}`);
  }
  return { passages, regions: merged(regions, around ?? 0, length) };
}

/** A place without characters is in the passage that it stands in. */
function touches([from, to]: Region, start: number, end: number): boolean {
  return from < end && (to > start || (from === to && to >= start));
}

/** Each with the characters around it, and those that touch as one. */
function merged(regions: readonly Region[], around: number, length: number): readonly Region[] {
  const all: [number, number][] = [];
  for (const [start, end] of [...regions].sort((a, b) => a[0] - b[0])) {
    const from = Math.max(0, start - around);
    const to = Math.min(length, end + around);
    const last = all.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}
