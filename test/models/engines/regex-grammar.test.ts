import { RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regexGrammar } from '../../../src/models/engines/regex-grammar.ts';

describe('regexGrammar', () => {
  it.each([
    ['yes|no', 'root ::= "y" "e" "s" | "n" "o"\n'],
    ['^\\d{4}-[01]\\d$', 'root ::= [0-9]{4} "-" [01] [0-9]\n'],
    ['(a|b)*?c+d?', 'root ::= ("a" | "b")* "c"+ "d"?\n'],
    ['(?:x{2,}y{1,3})', 'root ::= ("x"{2,} "y"{1,3})\n'],
    ['[^\\]"a-f]\\s', 'root ::= [^\\x5d\\x22a-f] [ \\t\\n\\r]\n'],
    ['\\D[^\\W]', 'root ::= [^0-9] [A-Za-z0-9_]\n'],
    ['a.', 'root ::= "a" [^\\n\\r]\n'],
    ['é😀\\\\"', 'root ::= "\\xe9" "\\U0001f600" "\\x5c" "\\x22"\n'],
    ['', 'root ::= ""\n'],
    ['a|', 'root ::= "a" | ""\n'],
    ['a|$', 'root ::= "a" | ""\n'],
    ['^(?:^yes$|)$|b$', 'root ::= ("y" "e" "s" | "") | "b"\n'],
    ['(a|)*', 'root ::= ("a")*\n'],
    ['(a?b*)+', 'root ::= ("a" "b"* | "b"+)*\n'],
  ])('%s', (pattern, grammar) => {
    expect(regexGrammar(pattern)).toBe(grammar);
  });

  it.each([
    ['a|(', /cannot be read at offset 3: .*\(/],
    ['a(?=b)', /'\(\?=b\)' at offset 1 /],
    ['(a|(?=b))*', /'\(\?=b\)' at offset 3 /],
    ['(a)\\1', /'\\1' at offset 3 /],
    ['\\bword', /'\\b' at offset 0 /],
    ['\\p{L}+', /'\\p\{L\}' at offset 0 /],
    ['[a\\D]', /'\\D' at offset 2 /],
    ['a^b', /'\^' at offset 1 /],
    ['(a|$)b', /'\$' at offset 3 /],
    ['(^a)*', /'\^' at offset 1 /],
    ['😀^', /'\^' at offset 2 /],
  ])('says why %s cannot be used', (pattern, message) => {
    expect(() => regexGrammar(pattern)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringMatching(message) }),
    );
  });

  it('matches what the pattern does, and repeats nothing empty without end', () => {
    const { pattern: patterns } = fc.letrec<{ pattern: string }>((tie) => {
      const inner = tie('pattern');
      const times = fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '{1,}');
      return {
        pattern: fc.oneof(
          { depthSize: 'small' },
          fc.constantFrom('a', 'b', '', '^', '$'),
          fc.tuple(inner, inner).map(([one, other]) => `${one}|${other}`),
          fc.tuple(inner, inner).map(([one, other]) => `(?:${one})(?:${other})`),
          fc.tuple(inner, times).map(([one, count]) => `(?:${one})${count}`),
        ),
      };
    });
    fc.assert(
      fc.property(patterns, (drawn) => {
        // Literals, groups and repetitions of GBNF are those of regular expressions, but for quotes and spaces.
        const grammar = grammarUnlessAnchored(drawn)?.slice('root ::= '.length, -1);
        fc.pre(grammar !== undefined);
        const pattern = grammar.replaceAll(/[" ]/g, '').replaceAll('(', '(?:');
        const [made, given] = [wholly(pattern), wholly(drawn)];
        expect(texts.filter((text) => made.test(text))).toEqual(texts.filter((text) => given.test(text)));
        visitRegExpAST(new RegExpParser().parsePattern(pattern), {
          onQuantifierEnter({ element, max }) {
            if (max === Number.POSITIVE_INFINITY) expect(wholly(element.raw).test('')).toBe(false);
          },
        });
      }),
    );
  });
});

/** All texts of up to four letters. */
const texts = ['', 'a', 'b', 'aa', 'ab', 'ba', 'bb'].flatMap((start, _, all) =>
  all.map((end) => start + end),
);

function wholly(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, 'u');
}

function grammarUnlessAnchored(pattern: string): string | undefined {
  try {
    return regexGrammar(pattern);
  } catch (error) {
    if (!/[$^]/.test(pattern)) throw error;
    return undefined;
  }
}
