import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commentStatements } from '../../../src/stages/condense/comment-statements.ts';
import { proseStatements } from '../../../src/stages/condense/prose-statements.ts';
import type { Statement } from '../../../src/stages/condense/statement.ts';

const keys = (statements: readonly Statement[]) => statements.map(({ key }) => `${key.low} ${key.high}`);
const keyOf = (text: string) => keys(proseStatements(text)).join(',');

const word = fc.constantFrom(
  'harbour',
  'council',
  'approved',
  'rejected',
  'lock',
  'not',
  'Ann',
  'US',
  '4.2',
  '17',
  '€',
  'été',
);
const sentence = fc
  .array(word, { minLength: 8, maxLength: 20 })
  .map((words) => `The keeper wrote of them: ${words.join(' ')} today.`);
const paragraph = fc.array(sentence, { minLength: 1, maxLength: 6 }).map((list) => list.join(' '));

describe('statements of prose', () => {
  it('lie in their order, begin and end with a character, and leave out white space or a short text alone', () => {
    const texts = fc.array(fc.oneof(paragraph, fc.string(), fc.constant('\n\n'), fc.constant('> ')), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join('');
        let at = 0;
        for (const { start, end } of proseStatements(text)) {
          expect(text.slice(at, start).trim()).toBe('');
          expect(end).toBeGreaterThan(start);
          expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
          at = end;
        }
        if (at > 0) expect(text.slice(at).trim()).toBe('');
      }),
      { numRuns: 500 },
    );
  });

  it('are the same however the text is wrapped, quoted, capitalised and marked', () => {
    const forms: ((text: string) => string)[] = [
      (text) => text.replaceAll(' ', '  '),
      (text) => text.toUpperCase().replaceAll('É', 'é'),
      (text) => `“${text}”`,
      (text) =>
        text.replace('harbour', '**harbour**').replace('council', '(council)').replace('lock', 'lock,'),
    ];
    fc.assert(
      fc.property(sentence, fc.constantFrom(...forms), (text, form) => {
        expect(keyOf(form(text))).toBe(keyOf(text));
      }),
    );
    const wrapped = 'The harbour council met on Tuesday in the new hall and then it\napproved the lock. ';
    expect(keyOf(`> ${wrapped.replace('\n', '\n> ')}`)).toBe(keyOf(wrapped.replace('\n', ' ')));
  });

  it('differ where a word, a number or a negation does', () => {
    fc.assert(
      fc.property(sentence, fc.nat(), word, (text, place, other) => {
        const words = text.split(' ');
        const at = 5 + (place % (words.length - 6));
        fc.pre(words[at] !== other);
        const changed = words.with(at, other).join(' ');
        expect(keyOf(changed)).not.toBe(keyOf(text));
        expect(keyOf(words.toSpliced(at, 1).join(' '))).not.toBe(keyOf(text));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['5', '-5'],
    ['1.5', '15'],
    ['1.5', '1 5'],
    ['.5', '5'],
    ['(5)', '5'],
    ['$5', '5'],
    ['5%', '5'],
    ['1,500', '1.500'],
    ['#5', '5'],
    ['<5', '>5'],
    ['can', "can't"],
    ['it is', 'is it'],
    ['fine.', 'fine?'],
  ])('tell %s from %s', (one, other) => {
    const said = (what: string) => `The keeper of the lock wrote in his book ${what}`;
    expect(keyOf(said(one))).not.toBe(keyOf(said(other)));
  });

  it('of a few words belong to what they are said of', () => {
    const rule = 'The product may not be sold in this country before it was tested.';
    const [norway] = proseStatements(`Norway\n\n${rule}`);
    const [sweden] = proseStatements(`Sweden\n\n${rule}`);
    expect(norway?.start).toBe(0);
    expect(norway?.key).not.toEqual(sweden?.key);
    expect(keyOf('No.')).toBe('');
    expect(keyOf(`${rule} Yes.`)).not.toBe(keyOf(`${rule} No.`));
  });

  it('do not depend on what stands before a long sentence', () => {
    fc.assert(
      fc.property(paragraph, paragraph, (before, text) => {
        expect(keyOf(`${before} ${text}`)).toBe(`${keyOf(before)},${keyOf(text)}`);
      }),
    );
  });
});

describe('comments of code', () => {
  const licence =
    '/*\n * Copyright 2024 The Harbour Authors. All rights reserved.\n * Use of this source is governed by a licence.\n */';

  it('are the only statements of it', () => {
    const code = `${licence}\nimport { a } from 'a';\n\nfunction long(argument) {\n  return argument.that.is.a.rather.long.expression.which.is.repeated();\n}\n`;
    const [only, ...others] = commentStatements(code);
    expect(code.slice(only?.start, only?.end)).toBe(licence);
    expect(others).toEqual([]);
  });

  it('end at blank lines and code, and need some length', () => {
    const line = `# ${'all of this is a comment '.repeat(5)}`;
    expect(commentStatements(`${line}\n\n${line}\nx = 1\n${line}`)).toHaveLength(3);
    expect(new Set(keys(commentStatements(`${line}\n\n  ${line}\nx = 1\n${line}`))).size).toBe(1);
    expect(
      commentStatements(
        '# short\n#include <a-header-with-a-very-long-name-so-that-it-is-longer-than-the-least.h>',
      ),
    ).toEqual([]);
  });
});
