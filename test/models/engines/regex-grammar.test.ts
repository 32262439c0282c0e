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
  ])('%s', (pattern, grammar) => {
    expect(regexGrammar(pattern)).toBe(grammar);
  });

  it.each([
    ['(', /cannot be read: .*\(/],
    ['a(?=b)', /'\(\?=b\)'/],
    ['(a)\\1', /'\\1'/],
    ['\\bword', /'\\b'/],
    ['\\p{L}+', /'\\p\{L\}'/],
    ['[a\\D]', /'\\D'/],
    ['a^b', /'\^'/],
    ['(^a)', /'\^'/],
  ])('says why %s cannot be used', (pattern, message) => {
    expect(() => regexGrammar(pattern)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringMatching(message) }),
    );
  });
});
