import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_GUARDS, type Guard, LONGEST_SPAN, NO_GUARDS } from '../../../src/stages/guard/guards.ts';
import { promisedSpans } from '../../../src/stages/guard/promised-spans.ts';
import { unitsOf } from '../../../src/stages/segment/units.ts';
import { messyText } from '../segment/chunks.ts';

function unitTexts(text: string, guards: ReadonlySet<Guard> = ALL_GUARDS): string[] {
  const { count, cores, ends } = unitsOf({ text, unitKind: 'word' }, guards);
  return Array.from({ length: count }, (_, at) => text.slice(cores[at], ends[at]));
}

describe('what a guard holds together is one unit', () => {
  it.each<[Guard, string, string[]]>([
    ['numbers', 'It fell by -3.5 % to € 1.2 million today.', ['-3.5 %', '€ 1.2 million']],
    [
      'numbers',
      'At 10:30 am, for 3 – 5 years, at 12 km per hour.',
      ['10:30 am', '3 – 5 years', '12 km per hour'],
    ],
    [
      'numbers',
      'On 7 February, on March 12, 2021 and on 12 de marzo de 2021 they met.',
      ['7 February', 'March 12, 2021', '12 de marzo de 2021'],
    ],
    ['numbers', '12 000 000 people saw 5 GiB.', ['12 000 000', '5 GiB']],
    ['numbers', '会議は2021年3月12日、予算は1.2億円です', ['2021年3月12日', '1.2億円']],
    [
      'negations',
      'They did not really agree. It has never been seen.',
      ['did not really agree', 'has never been seen'],
    ],
    [
      'negations',
      'It no longer works; NEVER delete it, he can’t come without asking them.',
      ['no longer works', 'NEVER delete', 'can’t come', 'without asking'],
    ],
    [
      'negations',
      'er kommt nicht mit. il n’a jamais vu. он не хочет',
      ['kommt nicht mit', 'n’a jamais vu', 'не хочет'],
    ],
    ['negations', 'they do\nnot agree', ['do\nnot agree']],
    [
      'names',
      'The Paris office of John F. Kennedy, at the University of São Paulo.',
      ['The', 'Paris', 'John F. Kennedy', 'University of São Paulo'],
    ],
    ['names', 'said Ludwig van der Berg and van der Meer', ['Ludwig van der Berg', 'van der Meer']],
    ['names', 'Present:\nAnn Lee\nJo Ek\nIda Berg\nUlf Ask\n', ['Ann Lee', 'Jo Ek', 'Ida Berg', 'Ulf Ask']],
    ['names', 'by von van Kennedy São', ['von van Kennedy São']],
    ['code', 'see `foo bar` in __init__ and f(x) of word(s)', ['`foo bar`', '__init__', 'f(x)', 'word(s)']],
    ['code', '変数kind_の値と_x他 _his_他', ['kind_', '_x']],
    ['code', "if text.has('{{') and list[0] or a(", ["text.has('{{')", 'list[0]']],
    ['quotes', 'He said “not today, friend”, and left.', ['“not today, friend”']],
    ['quotes', 'אמר «שלום לכולם» והלך 👍🏽 now', ['«שלום לכולם»', '👍🏽']],
  ])('%s: %s', (guard, text, expected) => {
    expect(unitTexts(text, new Set([guard]))).toEqual(expect.arrayContaining(expected));
  });

  it('but not across a paragraph, a heading or a full stop', () => {
    expect(unitTexts('it was not\n\nhere')).toEqual(['it', 'was not', 'here']);
    expect(unitTexts('# New York\nParis is')).toEqual(['#', 'New York', 'Paris', 'is']);
    expect(unitTexts('in Rome. Paris is')).toEqual(['in', 'Rome', '.', 'Paris', 'is']);
    expect(unitTexts('No. Five of them')).not.toContain('No. Five');
  });

  it('whole in long runs too, while what is data is divided as before', () => {
    const url = `https://example.com/${'part/'.repeat(30)}end?x=1`;
    const run = `{"first_name":"x","link":"${url}","count":12.75}`;
    expect(unitTexts(run)).toContain(url);
    const data = 'aZ9'.repeat(400);
    expect(unitTexts(data)).toEqual(unitTexts(data, NO_GUARDS));
  });

  it('changes nothing where no guard is on', () => {
    fc.assert(
      fc.property(messyText, (text) => {
        expect(unitsOf({ text, unitKind: 'word' }, NO_GUARDS)).toEqual(unitsOf({ text, unitKind: 'word' }));
      }),
    );
  });
});

/** Words and gaps that guards are about, in many languages. */
const pieces = fc.constantFrom(
  ...[
    'The',
    'the',
    'Kennedy',
    'John',
    'F.',
    'van',
    'of',
    'São',
    'Paulo,',
    'did',
    'not',
    "don't",
    'never',
    'really',
    'agree.',
    'no',
  ],
  ...[
    'without',
    'kommt',
    'nicht',
    'ne',
    'pas',
    '12',
    '-3.5',
    '%',
    '€',
    'million',
    'years',
    'March',
    '2021',
    '–',
    'to',
    '(5',
    'km)',
  ],
  ...[
    '“quick',
    'fox”',
    '"a',
    'b"',
    '«',
    '»',
    '`code',
    'here`',
    'f(x)',
    'a[0].b',
    '__init__',
    '_it_',
    'snake_case',
    'a.b.c',
  ],
  ...[
    'https://example.com/a?b=1',
    'me@example.com',
    '他说',
    '2021年3月',
    '👩‍👩‍👧‍👦',
    'שלום',
    'x'.repeat(70),
    `{"a_b":"${'c/d.'.repeat(20)}",`,
  ],
);
const gaps = fc.constantFrom(' ', ' ', ' ', '\n', '\n\n', '  ', '\u00a0', '\r\n', '');
const guardedText = fc.array(fc.tuple(pieces, gaps), { maxLength: 40 }).map((parts) => parts.flat().join(''));

describe('units with guards', () => {
  it('hold all of the text, and no white space at their ends', () => {
    fc.assert(
      fc.property(fc.oneof(guardedText, messyText), (text) => {
        const { count, cores, ends } = unitsOf({ text, unitKind: 'word' }, ALL_GUARDS);
        let end = 0;
        for (let at = 0; at < count; at += 1) {
          expect(text.slice(end, cores[at]).trim()).toBe('');
          end = ends[at] ?? Number.NaN;
          const body = text.slice(cores[at], end);
          expect(body.trim()).toBe(body);
          expect(body).not.toBe('');
        }
        expect(text.slice(end).trim()).toBe('');
      }),
      { numRuns: 500 },
    );
  });

  it('hold every span that the patterns find in one unit', () => {
    fc.assert(
      fc.property(guardedText, (text) => {
        const { cores, ends } = unitsOf({ text, unitKind: 'word' }, ALL_GUARDS);
        for (const { guard, start, end } of promisedSpans(text, ALL_GUARDS)) {
          const unit = ends.findIndex((at) => at > start);
          const isWhole = (cores[unit] ?? 0) <= start && end <= (ends[unit] ?? 0);
          expect({ guard, span: text.slice(start, end), isWhole }).toMatchObject({ isWhole: true });
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('keep a negation with the words beside it, whatever they are', () => {
    const word = fc.constantFrom('agree', 'seen', 'work', 'deleted', 'wäre', 'paid');
    const negation = fc.constantFrom('not', 'never', 'no longer', 'NOT', 'not yet', 'never really');
    fc.assert(
      fc.property(
        word,
        negation,
        word,
        gaps.filter((gap) => /^\s+$/.test(gap) && gap !== '\n\n'),
        (a, no, b, gap) => {
          const text = `${a} was${gap}${no}${gap}${b}, ${a}`;
          expect(unitTexts(text, new Set(['negations']))).toContain(`was${gap}${no}${gap}${b}`);
        },
      ),
    );
  });

  it('are no longer than they may be', () => {
    fc.assert(
      fc.property(fc.array(pieces, { minLength: 20, maxLength: 200 }), (parts) => {
        const longest = Math.max(...unitTexts(parts.join(' ')).map((unit) => unit.length));
        expect(longest).toBeLessThanOrEqual(2 * LONGEST_SPAN);
      }),
    );
  });
});
