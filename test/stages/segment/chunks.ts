import fc from 'fast-check';

/** A text divided at arbitrary places, empty chunks included. */
export function chunked(text: string, cuts: readonly number[]): string[] {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  return places.slice(1).map((end, at) => text.slice(places[at], end));
}

export const cutPlaces = fc.array(fc.nat(), { maxLength: 12 });

const snippets = [
  '\n',
  '\n\n',
  '\r\n',
  '\r\n\r\n',
  ' ',
  '  ',
  '\t',
  '\n\n\n\n',
  '# Title\n',
  '\n## Part two\n\n',
  'Heading\n=====\n',
  '```js\nlet a = 1;\n```\n',
  '```\n',
  '~~~~\n',
  '| a | b |\n|---|---|\n| 1 | 2 |\n',
  '- item one\n- item two\n',
  '12. twelfth\n',
  'The quick brown fox jumps over the lazy dog. ',
  'Dr. J. Doe paid 3.50 to example.org, e.g. in cash. ',
  '“Stop!” she said. ',
  'function f(a) {\n  return a;\n}\n',
  '    def g():\n        pass\n',
  '{"a":"b","c":[1,2,3]},',
  '我们今天去北京。他说「你好」，',
  'ภาษาไทยเขียนติดกัน',
  'e\u0301\u0301',
  '👩‍👩‍👧‍👦',
  '👍🏽',
  '\ud83d\ude00'.repeat(40),
  'x'.repeat(90),
  'y'.repeat(2500),
  ' '.repeat(1700),
  'a\u0301'.repeat(900),
  '\n'.repeat(40),
  '2024-05-01 12:00:00 INFO started\n',
  'id,name,price\n',
  '—',
  'word—word…',
  '\u00a0',
  '\u3000',
  '\ufeff',
  '\ud800',
  '\udc00',
];

/** Texts of all the things that borders must cope with, up to some ten thousand characters. */
export const messyText = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...snippets) },
      { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
      { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom(...snippets), fc.integer({ min: 2, max: 60 }))
          .map(([text, count]) => text.repeat(Math.min(count, Math.ceil(12000 / text.length)))),
      },
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));
