import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textDocument } from '../../../src/stages/document.ts';
import { ProtectScanner } from '../../../src/stages/protect/protect.ts';
import { ProtectMarker } from '../../../src/stages/protect/protect-marker.ts';
import { ProtectedSpans } from '../../../src/stages/protect/protected-spans.ts';
import { SpanCursor } from '../../../src/stages/protect/span-cursor.ts';
import type { Passage } from '../../../src/stages/segment/passage.ts';
import { Segmenter } from '../../../src/stages/segment/segmenter.ts';
import { unitsOf } from '../../../src/stages/segment/units.ts';
import { anyMediaType, anyText } from '../../compress/sample-texts.ts';
import { chunked, cutPlaces } from '../segment/chunks.ts';

const PATTERNS = [
  '\\d+',
  '\\s+',
  '^\\s*\\S',
  ' {2,}',
  '\\n\\n',
  '\\S\\s+\\S',
  '[^]{0,20}ship',
  'book.*$',
  '\\s+$',
  '\\r\\n?',
];

/** A match, made longer at each end that is white space, up to the next character that is not. */
function anchored(text: string, start: number, end: number): { from: number; to: number } {
  let from = start;
  if (/\s/.test(text[start] ?? '')) {
    while (from > 0 && /\s/.test(text[from - 1] ?? '')) from -= 1;
    from = Math.max(0, from - 1);
  }
  let to = end;
  if (/\s/.test(text[end - 1] ?? '')) {
    while (to < text.length && /\s/.test(text[to] ?? '')) to += 1;
    to = Math.min(text.length, to + 1);
  }
  return { from, to };
}

function needed(text: string, patterns: readonly string[]) {
  return patterns.flatMap((pattern) =>
    [...text.matchAll(new RegExp(pattern, 'gmu'))]
      .filter(([match]) => match !== '')
      .map(({ 0: match, index }) => anchored(text, index, index + match.length)),
  );
}

/** Passages of several documents, numbered through. */
function segmented(
  texts: readonly string[],
  mediaType: Parameters<typeof textDocument>[1] = {},
): Passage[][] {
  let firstIndex = 0;
  return texts.map((text, document) => {
    const segmenter = new Segmenter({
      document,
      firstIndex,
      mediaType: mediaType.mediaType ?? 'text/plain',
      maxPassage: 200,
    });
    const passages = [...segmenter.push(text), ...segmenter.end()];
    firstIndex += passages.length;
    return passages;
  });
}

const space = fc.constantFrom('', '\n\n', ' '.repeat(300), '\t\n \n');
const text = fc.tuple(space, anyText, space, anyText, space).map((parts) => parts.join('').slice(0, 4000));

describe('protected units', () => {
  it('are those that a match touches, and those that hold the white space of a match on both sides', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 3 }),
        anyMediaType,
        fc.subarray(PATTERNS, { minLength: 1, maxLength: 3 }),
        fc.func(fc.constantFrom(true, true, true, false)),
        async (texts, mediaType, patterns, isAsked) => {
          const passages = segmented(texts, { mediaType });
          await using spans = new ProtectedSpans(patterns);
          for (const [ordinal, list] of passages.entries())
            spans.add({ document: textDocument(''), ordinal, passages: list, isLast: true });
          await using marker = new ProtectMarker(spans);
          await using cursor = new SpanCursor(spans.read());
          for (const [ordinal, list] of passages.entries()) {
            const wanted = needed(texts[ordinal] ?? '', patterns);
            for (const passage of list) {
              const base = passage.start as number;
              expect(await cursor.touches(passage)).toBe(
                wanted.some(({ from, to }) => from < base + passage.text.length && to > base),
              );
              if (!isAsked(passage.index)) continue;
              const units = unitsOf(passage);
              const marked = new Set<number>();
              await marker.mark({ passage, units }, (unit) => marked.add(unit));
              const expected = Array.from(units.cores.keys()).filter((unit) =>
                wanted.some(
                  ({ from, to }) =>
                    base + (units.cores[unit] ?? 0) < to && base + (units.ends[unit] ?? 0) > from,
                ),
              );
              expect([...marked].sort((a, b) => a - b)).toEqual(expected);
            }
            const length = texts[ordinal]?.length ?? 0;
            const endsInSpace = /\s$/.test(texts[ordinal] ?? '');
            expect(spans.holdsTail(ordinal)).toBe(endsInSpace && wanted.some(({ to }) => to === length));
          }
        },
      ),
      { numRuns: 300, endOnFailure: true },
    );
  });
});

describe('spans that are anchored', () => {
  it('reach over white space of any length, wherever the scanner stands', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b1', ' ', '\n', ' '.repeat(90), '7', '\t'), { maxLength: 60 }),
        cutPlaces,
        fc.subarray(PATTERNS.slice(0, 4), { minLength: 1, maxLength: 2 }),
        (parts, cuts, patterns) => {
          // Long runs of white space are matched in part only, as a match may not be longer than 40.
          const all = parts.join('');
          const some = patterns.map((pattern) =>
            pattern.replace('\\s+', '\\s{1,40}').replace('{2,}', '{2,30}').replace('\\s*', '\\s{0,9}'),
          );
          const scanner = new ProtectScanner(some, { longestMatch: 40, context: 8, anchored: true });
          const spans = [...chunked(all, cuts).flatMap((chunk) => scanner.push(chunk)), ...scanner.end()];
          const covered = (list: readonly (readonly [number, number])[]) =>
            Array.from(all, (_, at) => list.some(([from, to]) => from <= at && at < to));
          expect(covered(spans)).toEqual(
            covered(needed(all, some).map(({ from, to }) => [from, to] as const)),
          );
        },
      ),
      { numRuns: 500, endOnFailure: true },
    );
  });
});
