import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charOffset } from '../../../src/pipeline/spans.ts';
import { Joiner, type JoinSink } from '../../../src/stages/assemble/joiner.ts';
import type { Passage } from '../../../src/stages/segment/passage.ts';
import { unitsOf } from '../../../src/stages/segment/units.ts';

interface Joined {
  readonly text: string;
  readonly pieces: readonly (readonly [text: string, start: number])[];
}

/** Joins the units for which `keep` says so; passages are cut at the given offsets. */
function join(
  text: string,
  keep: (unit: number, core: string) => boolean,
  options: {
    readonly cuts?: readonly number[];
    readonly gap?: string;
    /** Of each passage in turn. */
    readonly unitKinds?: readonly ('word' | 'line')[];
    /** Goes on with another joiner at each passage. */
    readonly forks?: boolean;
  } = {},
): Joined {
  const { cuts = [], gap, unitKinds = ['word'], forks = false } = options;
  const pieces: [string, number][] = [];
  const out: string[] = [];
  const sink: JoinSink = {
    source(piece, start) {
      pieces.push([piece, start]);
      out.push(piece);
    },
    gap: (marker) => void out.push(marker),
  };
  let joiner = new Joiner(sink, gap);
  const borders = [
    0,
    ...[...new Set(cuts)].filter((cut) => cut > 0 && cut < text.length).sort((a, b) => a - b),
    text.length,
  ];
  let count = 0;
  for (const [index, start] of borders.slice(0, -1).entries()) {
    const passage: Passage = {
      document: 0,
      index,
      start: charOffset(start),
      text: text.slice(start, borders[index + 1]),
      unitKind: unitKinds[index % unitKinds.length] ?? 'word',
      title: '',
    };
    const units = unitsOf(passage);
    const kept = Uint8Array.from(units.cores, (core, at) =>
      keep(count + at, passage.text.slice(core, units.ends[at])) ? 1 : 0,
    );
    count += units.count;
    if (forks) joiner = joiner.fork(sink);
    joiner.passage(passage, units, kept);
  }
  joiner.end();
  return { text: out.join(''), pieces };
}

const words = (list: readonly string[]) => (_: number, core: string) => list.includes(core);

describe('joined text', () => {
  const messy = fc
    .array(
      fc.constantFrom('one', 'two,', '(three)', ' ', ' ', '  ', '\n', '\n\n', '\r\n', '\t', '漢字', '😀'),
      { maxLength: 40 },
    )
    .map((parts) => parts.join(''));

  it('is made of ascending pieces of the source, wherever passages are cut', () => {
    fc.assert(
      fc.property(messy, fc.infiniteStream(fc.boolean()), fc.array(fc.nat(80)), (text, flags, cuts) => {
        const decided: boolean[] = [];
        const keep = (unit: number) => (decided[unit] ??= flags.next().value ?? false);
        const { pieces } = join(text, keep, { cuts });
        let end = 0;
        for (const [piece, start] of pieces) {
          expect(start).toBeGreaterThanOrEqual(end);
          expect(text.slice(start, start + piece.length)).toBe(piece);
          end = start + piece.length;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is the whole text up to the end of its last line when everything is kept', () => {
    fc.assert(
      fc.property(messy, fc.array(fc.nat(80)), (text, cuts) => {
        if (text.trim() === '') return;
        const joined = join(text, () => true, { cuts }).text;
        expect(text.startsWith(joined)).toBe(true);
        expect(text.slice(joined.length).trim()).toBe('');
      }),
    );
  });

  it('goes on from a fork as if there had been none', () => {
    const kinds = fc.array(fc.constantFrom<'word' | 'line'>('word', 'line'), { minLength: 1, maxLength: 4 });
    const flags = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(messy, flags, fc.array(fc.nat(80)), kinds, (text, kept, cuts, unitKinds) => {
        const keep = (unit: number) => kept[unit % kept.length] === true;
        for (const gap of [undefined, ' […] '])
          expect(join(text, keep, { cuts, unitKinds, ...(gap && { gap }), forks: true })).toEqual(
            join(text, keep, { cuts, unitKinds, ...(gap && { gap }) }),
          );
      }),
      { numRuns: 1000 },
    );
    // Nothing is joined to the end of a line.
    const options = { cuts: [4], unitKinds: ['line', 'word'], forks: true } as const;
    expect(join('one\ntwo three', words(['one', 'three']), options).text).toBe('one\nthree');
  });

  it('never glues words that white space held apart', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('aa', 'bb', 'cc', 'dd'), { minLength: 1, maxLength: 12 }),
        fc.nat(4095),
        (list, bits) => {
          const kept = (unit: number) => ((bits >> unit) & 1) === 1;
          const { text } = join(list.join(' '), kept);
          expect(text).toBe(list.filter((_, at) => kept(at)).join(' '));
        },
      ),
    );
  });
});

describe('over a gap', () => {
  it('stands the white space before the next word', () => {
    expect(join('The quick brown fox', words(['The', 'fox'])).text).toBe('The fox');
  });

  it('stands a line break if one was in the gap', () => {
    expect(join('One two.\n\nThree four five', words(['One', 'five'])).text).toBe('One\n\nfive');
  });

  it('keeps the indentation of lines', () => {
    const code = 'if (a) {\n    b();\n\n    c();\n}\n';
    const kept = words(['if (a) {', 'c();', '}']);
    expect(join(code, kept, { unitKinds: ['line'] }).text).toBe('if (a) {\n\n    c();\n}\n');
    expect(join(code, words(['c();']), { unitKinds: ['line'] }).text).toBe('    c();\n');
  });

  it('puts the marker where whole passages are missing, and only there', () => {
    const text = 'aa bb cc\n\ndd ee ff\n\ngg hh ii';
    const cuts = [10, 20];
    expect(join(text, words(['aa', 'cc', 'gg']), { cuts, gap: ' […] ' }).text).toBe('aa cc […] gg');
    expect(join(text, words(['aa', 'ee', 'gg']), { cuts, gap: ' […] ' }).text).toBe('aa\n\nee\n\ngg');
  });
});
