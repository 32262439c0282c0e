import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OriginalSource } from '../../src/compress/original-source.ts';
import { charOffset, type Span } from '../../src/pipeline/spans.ts';

/** A text cut from one of `length` characters, with gap markers: for each character its offset, or undefined. */
type Cut = readonly (number | undefined)[];

const cutOf = (length: number): fc.Arbitrary<Cut> =>
  fc
    .array(fc.constantFrom('keep', 'keep', 'drop', 'mark'), { minLength: length, maxLength: length })
    .map((kinds) =>
      kinds.flatMap((kind, at) => (kind === 'keep' ? [at] : kind === 'mark' ? [undefined, undefined] : [])),
    );

/** A cut of a text, and a cut of that cut. */
const twice = fc
  .nat(40)
  .chain(cutOf)
  .chain((first) => cutOf(first.length).map((second) => ({ first, second })));

function spansOf(cut: Cut): Span[] {
  const spans: Span[] = [];
  for (const offset of cut) {
    const last = spans.at(-1);
    if (offset === undefined) continue;
    if (last?.[1] === offset) spans[spans.length - 1] = [last[0], charOffset(offset + 1)];
    else spans.push([charOffset(offset), charOffset(offset + 1)]);
  }
  return spans;
}

const gapsOf = (cut: Cut) => cut.flatMap((offset, at) => (offset === undefined ? [[at, 1] as const] : []));

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/** The same by taking every character by itself. */
function composed({ first, second }: { readonly first: Cut; readonly second: Cut }): Cut {
  return second.map((offset) => (offset === undefined ? undefined : first[offset]));
}

describe('the source of a text cut twice', () => {
  it('is what each of its characters says', async () => {
    await fc.assert(
      fc.asyncProperty(twice, async ({ first, second }) => {
        const document = { gaps: () => each(gapsOf(second)), spans: () => each(spansOf(second)) };
        const origin = { gaps: () => each(gapsOf(first)), spans: () => each(spansOf(first)) };
        await using source = await OriginalSource.of(document, origin);
        const spans: Span[] = [];
        for await (const span of source.spans()) spans.push(span);
        const places: number[] = [];
        for await (const [at, length] of source.gaps())
          places.push(...Array.from({ length }, (_, more) => at + more));
        const expected = composed({ first, second });
        expect(spans).toEqual(spansOf(expected));
        expect(places).toEqual(gapsOf(expected).map(([at]) => at));
      }),
      { numRuns: 300 },
    );
  });
});
