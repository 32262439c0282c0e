import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContextDocument, Gap } from '../../../src/models/engines/engine.ts';
import { createSourceMap } from '../../../src/models/engines/source-map.ts';
import { charOffset, type Span } from '../../../src/pipeline/spans.ts';

/** A part of a compressed document: what is left out before it, its characters, and whether it is a marker. */
const parts = fc.array(
  fc.record({ skipped: fc.nat(3), length: fc.integer({ min: 1, max: 4 }), isGap: fc.boolean() }),
  { maxLength: 12 },
);

/** Builds a document and, independently of spans, the source offset of each of its characters. */
function build(plan: readonly { skipped: number; length: number; isGap: boolean }[]) {
  const spans: Span[] = [];
  const gaps: Gap[] = [];
  const origin: (number | undefined)[] = [];
  let source = 0;
  for (const { skipped, length, isGap } of plan) {
    if (isGap) {
      gaps.push([origin.length, length]);
      for (let i = 0; i < length; i++) origin.push(undefined);
    } else {
      source += skipped;
      spans.push([charOffset(source), charOffset(source + length)]);
      for (let i = 0; i < length; i++) origin.push(source++);
    }
  }
  const document: ContextDocument = { id: 'd', text: 'x'.repeat(origin.length), spans, gaps };
  return { document, origin };
}

function charactersOf(spans: readonly Span[]): readonly number[] {
  return spans.flatMap(([start, end]) => Array.from({ length: end - start }, (_, i) => start + i));
}

const range = (length: number) =>
  fc.tuple(fc.nat(length), fc.nat(length)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

describe('createSourceMap', () => {
  it('maps every range to exactly the source of its characters, merged', () => {
    fc.assert(
      fc.property(
        parts.chain((plan) => fc.tuple(fc.constant(build(plan)), range(build(plan).origin.length))),
        ([{ document, origin }, [start, end]]) => {
          const spans = createSourceMap(document).sourceOf(start, end);
          expect(charactersOf(spans)).toEqual(
            origin.slice(start, end).filter((offset) => offset !== undefined),
          );
          expect(spans.every(([from, to], i) => from < to && from !== spans[i - 1]?.[1])).toBe(true);
        },
      ),
    );
  });

  it('gives slices that map as the whole does', () => {
    fc.assert(
      fc.property(
        parts.chain((plan) => {
          const built = build(plan);
          return fc.tuple(fc.constant(built), range(built.origin.length));
        }),
        ([{ document, origin }, [start, end]]) => {
          const slice = createSourceMap(document).slice(start, end);
          expect(slice.text).toBe(document.text.slice(start, end));
          const map = createSourceMap(slice);
          const each = Array.from(slice.text, (_, i) => map.sourceOf(i, i + 1)[0]?.[0]);
          expect(each).toEqual(origin.slice(start, end));
        },
      ),
    );
  });

  it('takes a document without spans for its own source', () => {
    expect(createSourceMap({ id: 'd', text: 'hello world' }).sourceOf(6, 11)).toEqual([[6, 11]]);
  });

  it.each<[string, Partial<ContextDocument>]>([
    ['too few characters', { spans: [[charOffset(0), charOffset(3)]] }],
    ['too many characters', { spans: [[charOffset(0), charOffset(9)]] }],
    ['a backward span', { spans: [[charOffset(5), charOffset(0)]] }],
    ['a gap behind the end', { spans: [[charOffset(0), charOffset(5)]], gaps: [[7, 1]] }],
    [
      'gaps out of order',
      {
        spans: [[charOffset(0), charOffset(2)]],
        gaps: [
          [3, 2],
          [0, 1],
        ],
      },
    ],
  ])('refuses %s', (_, fields) => {
    const create = () => createSourceMap({ id: 'd', text: 'abcde', ...fields });
    expect(create).toThrow(expect.objectContaining({ code: 'input', at: { document: 'd' } }));
  });
});
