import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContextDocument } from '../../../src/models/engines/engine.ts';
import { charOffset } from '../../../src/pipeline/spans.ts';
import { citationsOf, standsIn } from '../../../src/stages/infer/citations.ts';

const mill = {
  id: 'mill.md',
  text: 'The mill was built in 1862 by Anna Berg.\n\nIn 1862,  the river froze.',
};
const inn = { id: 'inn.md', text: 'The inn, with 12 rooms, was built by Ole Lund.' };

describe('citationsOf', () => {
  it.each<[string, readonly [text: string, document: string, places: number][]]>([
    ['1862', [['1862', 'mill.md', 2]]],
    ['In 1862.', [['in 1862', 'mill.md', 2]]],
    ['in 1862, the RIVER froze', [['In 1862,  the river froze', 'mill.md', 1]]],
    [
      'It was built by Anna Berg in 1862.',
      [
        ['was built by', 'inn.md', 1],
        ['in 1862', 'mill.md', 2],
      ],
    ],
    ['Anna Berg', [['Anna Berg', 'mill.md', 1]]],
    ['It has 12 rooms, says Ole.', [['12 rooms', 'inn.md', 1]]],
    ['Nobody knows who owned it.', []],
    ['1863', []],
    ['', []],
  ])('of %j', (answer, expected) => {
    const found = citationsOf(answer, [mill, inn]);
    expect(found.map(({ text, document, places }) => [text, document, places])).toEqual(expected);
  });

  it('takes numbers whole, and no sign for another', () => {
    expect(citationsOf('3.5', [{ id: 'a', text: 'It took 3, 5 and 3,5 days.' }])).toEqual([]);
    expect(citationsOf('-3.5 degrees', [{ id: 'a', text: 'It was -3.5 degrees.' }])).toHaveLength(1);
  });

  it('cites the source of compressed text, span by span', () => {
    const source = 'The new mill, which burned twice, was built in 1862.';
    const spans = [
      [8, 12],
      [33, 52],
    ].map(([start = 0, end = 0]) => [charOffset(start), charOffset(end)] as const);
    const text = spans.map(([start, end]) => source.slice(start, end)).join('');
    const [cited] = citationsOf('mill was built', [{ id: 'a', text, spans }]);
    expect(cited?.source.map(([start, end]) => source.slice(start, end))).toEqual(['mill', ' was built']);
  });

  it('counts each character of a script without spaces as a word', () => {
    expect(citationsOf('答えは1862年です', [{ id: 'a', text: '水車は1862年に建てられた' }])).toMatchObject([
      { text: 'は1862年' },
    ]);
  });

  it('cites nothing that does not stand there, and finds every answer that does', () => {
    const words = fc.constantFrom('mill', 'Anna', '1862', 'the', 'b', 'é', '-', ',', '日', '\n');
    const text = fc.array(words, { maxLength: 60 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 4 }),
        text,
        fc.nat(),
        fc.nat(),
        (texts, other, from, length) => {
          const context: ContextDocument[] = texts.map((one, index) => ({ id: `${index}`, text: one }));
          for (const answer of [other, texts[0]?.slice(from % 50, (from % 50) + (length % 30)) ?? '']) {
            for (const { text: cited, document, source } of citationsOf(answer, context)) {
              const original = texts[Number(document)] ?? '';
              expect(source.map(([start, end]) => original.slice(start, end)).join('')).toBe(cited);
              const plain = (one: string) => one.toLowerCase().replaceAll(/\s+/g, ' ');
              expect(plain(answer)).toContain(plain(cited));
            }
          }
          const part = /\w[\w ]*\w/.exec(texts[0] ?? '')?.[0];
          if (part !== undefined) expect(citationsOf(part, context)).toHaveLength(1);
        },
      ),
    );
  });
});

describe('standsIn', () => {
  it.each([
    ['Anna Berg', true],
    ['by anna  berg.', true],
    ['Anna Berg built it', false],
    ['by', false],
    ['', false],
  ])('%j: %j', (answer, stands) => {
    expect(standsIn(answer, [inn, mill])).toBe(stands);
  });
});
