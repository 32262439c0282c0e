import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import { breakAround, isHidden } from '../../../../src/stages/read/html/elements.ts';
import type { Piece } from '../../../../src/stages/read/html/flow.ts';
import { HtmlText } from '../../../../src/stages/read/html/html-text.ts';

function piecesOf(chunks: readonly string[]): readonly Piece[] {
  const text = new HtmlText();
  return [...chunks.flatMap((chunk) => text.push(chunk)), ...text.end()];
}

const textOf = (...chunks: readonly string[]) =>
  piecesOf(chunks)
    .map(({ text }) => text)
    .join('');

describe('HtmlText', () => {
  it.each([
    ['words and white space', ' a  b\n\t<b>c </b> d<i>e</i>\u00a0f ', 'a b c de f'],
    ['paragraphs', '<p>one<p>two</p>\n<div>three</div><div>four</div>', 'one\n\ntwo\n\nthree\nfour'],
    ['line breaks', 'a<br>b<br/><br>c</br>d', 'a\nb\n\nc\nd'],
    ['entities', 'x &lt; 3 &amp;&nbsp;y &NotEqualTilde; &#x41;&copy', 'x < 3 & y ≂̸ A©'],
    ['headings', '<h1>Guide<br>to <i>it</i></h1>text<H3>Part</H3>', '# Guide to it\n\ntext\n\n### Part'],
    ['a heading that is never closed', '<h2>Part<p>text<br>more', '## Part\n\ntext\nmore'],
    ['a heading without text', '<h2> </h2><p>text', 'text'],
    ['lists', '<ul><li>a<ol><li>b</ol><li><p>c</p></ul>d', '- a\n- b\n- c\n\nd'],
    ['an empty item', '<ul><li></li><li>a</ul>', '- a'],
    [
      'rows',
      '<table><tr><th>Boat<th>Fee</tr>\n<tr><td><p>Heron</p></td> <td>12<br>pounds</td></tr></table>x',
      '| Boat | Fee |\n| Heron | 12 pounds |\n\nx',
    ],
    ['cells without text', '<table><tr><td><td>a</tr><tr><td> <td></table>', '|  | a |'],
    ['a table that is there for its look', '<table><tr><td><h1>A</h1>b<td>c</table>', '# A\n\nb\nc'],
    ['a table of one column', '<table><tr><td>a<tr><td>b</table>', 'a\nb'],
    ['a table in a table', '<table><tr><td>a<table><tr><td>b<td>c</table>d</table>', 'a\n\n| b | c |\n\nd'],
    ['code', '<pre>\n  a {\n\n\tb &lt;\n}\n</pre>end', '```\n  a {\n\n\tb <\n}\n```\n\nend'],
    ['code without a last line break', '<pre><b>a</b>\r\nb</pre>', '```\na\r\nb\n```'],
    ['code without text', 'a<pre></pre>b', 'a\n\nb'],
    [
      'what is not shown',
      'a<script>"<p>x"</script><style>p{}</style><!-- y --><template><p>z</template>b',
      'ab',
    ],
    ['a drawing', 'a<svg><svg><text>x</text></svg><title>y</title></svg>b<svg/>c', 'abc'],
    ['a drawing that is never closed', '<svg><text>x<p>shown', 'shown'],
    ['a title', '<head><title>A &amp; B</title></head><body>c', 'A & B\n\nc'],
    ['what looks like markup', 'a < b <3 && c <> d </> e', 'a < b <3 && c <> d e'],
    ['a tag that is cut', 'a <p class="x', 'a'],
    ['nothing', '<html><body></body></html>', ''],
  ])('reads %s', (_, html, text) => {
    expect(textOf(html)).toBe(text);
  });

  const soup = fc
    .array(
      fc.constantFrom(
        ...'<p> </p> <br> <h2> </h2> <ul> <li> </li> </ul> <table> <tr> <td> </td> </tr> </table> <pre> </pre>'.split(
          ' ',
        ),
        ...'<svg> </svg> <script> </script> <title> </title> <!-- --> <x y="&amp;"> &amp; &amp &bogus; &#65; &# & < > </'.split(
          ' ',
        ),
        ...[
          '<td colspan=2>',
          ' ',
          '\n',
          '\u00a0',
          '  ',
          'word',
          'two words',
          '🌊',
          '漁港',
          '\r\n',
          '<textarea>',
          '</textarea>',
        ],
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join(''));

  it('says the same for any chunks', () => {
    fc.assert(
      fc.property(soup, fc.array(fc.nat(12), { maxLength: 30 }), (html, cuts) => {
        const chunks: string[] = [];
        let at = 0;
        for (const length of cuts) {
          chunks.push(html.slice(at, at + length));
          at += length;
        }
        const [whole, divided] = [[html], [...chunks, html.slice(at)]].map((some) =>
          characters(piecesOf(some)),
        );
        expect(divided).toEqual(whole);
      }),
      { numRuns: 1000 },
    );
  });

  it('knows which characters of the page stand behind each piece', () => {
    fc.assert(
      fc.property(soup, (html) => {
        let last = 0;
        for (const { text, from, to, isVerbatim } of piecesOf([html])) {
          expect(from).toBeGreaterThanOrEqual(last);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(to).toBeLessThanOrEqual(html.length);
          last = from;
          const source = html.slice(from, to);
          if (isVerbatim) expect(text.replace(/\s/g, ' ')).toBe(source.replace(/\s/g, ' '));
          else expect(source).toMatch(/^(?:[\s\u00a0]|&|<)|^$/);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('reads the words that another parser finds', () => {
    const word = fc.constantFrom(
      'tide',
      'harbour',
      'Ada',
      '7',
      '&lt;',
      '&eacute;',
      '&#8230;',
      '漁港',
      'a&shy;b',
    );
    const inline = fc.array(
      fc.oneof(
        word,
        word.map((text) => `<b>${text}</b>`),
      ),
      { minLength: 1, maxLength: 5 },
    );
    const block = fc
      .tuple(fc.constantFrom('p', 'div', 'h2', 'section', 'blockquote', 'script', 'style', 'address'), inline)
      .map(([name, words]) => `<${name} class="x > y">${words.join(' ')}</${name}>`);
    const list = fc
      .array(inline, { minLength: 1, maxLength: 3 })
      .map((items) => `<ul><li>${items.map((words) => words.join('\n')).join('<li>')}</ul>`);
    const table = fc
      .array(fc.array(inline, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
      .map(
        (rows) =>
          `<table>${rows.map((cells) => `<tr><td>${cells.map((words) => words.join(' ')).join('<td>')}`).join('')}</table>`,
      );
    const page = fc
      .array(
        fc.oneof(
          block,
          list,
          table,
          inline.map((words) => words.join('<br>')),
        ),
        { maxLength: 8 },
      )
      .map((blocks) => `<!doctype html><title>t</title><body>${blocks.join('<!-- c -->')}`);
    fc.assert(
      fc.property(page, (html) => {
        expect(wordsOf(textOf(html).replace(/^(?:#+|-|\|) | \|$| \|(?= )/gm, ' '))).toEqual(
          wordsOf(shownText(parse(html))),
        );
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['elements in elements', () => '<div><ul><li>'.repeat(300_000), ''],
    ['rows in rows', () => '<table><tr><td>'.repeat(200_000), ''],
    ['cells without an end', () => `<tr>${'<td>a'.repeat(300_000)}`, /^a(?:\na)+$/],
    ['brackets', () => '<'.repeat(1_000_000), /^<{1000000}$/],
    ['ampersands', () => '&'.repeat(1_000_000), /^&{1000000}$/],
    ['one number', () => `&#${'0'.repeat(2_000_000)}65;`, 'A'],
    ['one comment', () => `<!--${'- '.repeat(1_000_000)}`, ''],
    ['one name', () => `<${'a'.repeat(2_000_000)}>x`, 'x'],
    ['one attribute', () => `<a b="${'c'.repeat(2_000_000)}">x`, 'x'],
    ['one title', () => `<title>${'</titl'.repeat(300_000)}`, /^(?:<\/titl){300000}$/],
  ])('goes through %s in time that grows with the length only', (_, html, text) => {
    const page = html();
    const chunks = Array.from({ length: Math.ceil(page.length / 65_536) }, (_, at) =>
      page.slice(at * 65_536, (at + 1) * 65_536),
    );
    const before = process.cpuUsage();
    const found = textOf(...chunks);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(10);
    if (typeof text === 'string') expect(found).toBe(text);
    else expect(found).toMatch(text);
  });
});

/** Each character with its place, whatever piece it is in. */
function characters(pieces: readonly Piece[]): readonly string[] {
  return pieces.flatMap(({ text, from, to, isVerbatim }) =>
    isVerbatim
      ? [...Array(text.length).keys()].map((at) => `${text[at]}${from + at}`)
      : [`${text}${from}-${to}`],
  );
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[\s\u00a0]+/).filter((word) => word !== '');
}

/** What a page shows, by the tree of another parser. */
function shownText(node: DefaultTreeAdapterTypes.Node): string {
  if ('value' in node) return node.value;
  if (!('childNodes' in node) || isHidden(node.nodeName)) return '';
  const inside = node.childNodes.map(shownText).join('');
  return breakAround(node.nodeName) > 0 || node.nodeName === 'br' ? `\n${inside}\n` : inside;
}
