import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { PithError } from '../../pipeline/errors.ts';

/**
 * A regular expression as a grammar in llama.cpp's GBNF, which the whole answer matches. What looks around, back or at the borders of
 * words has no place in such a grammar; `^` and `$` say at the ends what holds anyway.
 *
 * @throws {PithError} `usage` for a pattern that is none, or that has such parts.
 */
export function regexGrammar(pattern: string): string {
  return `root ::= ${alternatives(parse(pattern).alternatives)}\n`;
}

function parse(pattern: string): AST.Pattern {
  try {
    return new RegExpParser().parsePattern(pattern, 0, pattern.length, { unicode: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PithError('usage', `the pattern cannot be read: ${reason}`, {
      hint: 'it is a regular expression of JavaScript, without slashes around it',
      cause,
    });
  }
}

function alternatives(all: readonly AST.Alternative[]): string {
  return all.map(sequence).join(' | ');
}

function sequence({ elements, parent }: AST.Alternative): string {
  const last = elements.length - 1;
  const isRoot = parent.type === 'Pattern';
  const parts = elements.filter((one, at) => {
    const isEdge =
      one.type === 'Assertion' && one.kind === (at === 0 ? 'start' : at === last ? 'end' : undefined);
    return !(isRoot && isEdge);
  });
  return parts.length === 0 ? '""' : parts.map(element).join(' ');
}

function element(node: AST.Element): string {
  switch (node.type) {
    case 'Character':
      return `"${escaped(node.value)}"`;
    case 'CharacterSet':
      return node.kind === 'any' ? '[^\\n\\r]' : characterClass([node], false);
    case 'CharacterClass':
      return characterClass(node.elements, node.negate);
    case 'Group':
    case 'CapturingGroup':
      return `(${alternatives(node.alternatives)})`;
    case 'Quantifier':
      return `${element(node.element)}${times(node)}`;
    default:
      throw unsupported(node);
  }
}

function times({ min, max }: AST.Quantifier): string {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

const sets = { digit: '0-9', word: 'A-Za-z0-9_', space: ' \\t\\n\\r' } as const;

function characterClass(parts: readonly AST.CharacterClass['elements'][number][], negate: boolean): string {
  const [only] = parts;
  // `[^\d]` and `\D` are the same; a class with both `\D` and others would need what GBNF cannot say.
  const isNegatedSet = parts.length === 1 && only?.type === 'CharacterSet' && 'negate' in only && only.negate;
  const members = parts.map((part) => member(part, isNegatedSet)).join('');
  return `[${negate !== isNegatedSet ? '^' : ''}${members}]`;
}

function member(part: AST.CharacterClass['elements'][number], isNegatedSet: boolean): string {
  switch (part.type) {
    case 'Character':
      return inClass(part.value);
    case 'CharacterClassRange':
      return `${inClass(part.min.value)}-${inClass(part.max.value)}`;
    case 'CharacterSet':
      if (part.kind === 'property' || part.negate !== isNegatedSet) throw unsupported(part);
      return sets[part.kind];
    default:
      throw unsupported(part);
  }
}

function inClass(value: number): string {
  const character = String.fromCodePoint(value);
  return /[\w ]/.test(character) ? character : code(value);
}

function escaped(value: number): string {
  const character = String.fromCodePoint(value);
  return /[\w !#-/:-@]/.test(character) ? character : code(value);
}

function code(value: number): string {
  if (value < 0x100) return `\\x${value.toString(16).padStart(2, '0')}`;
  return value < 0x1_0000
    ? `\\u${value.toString(16).padStart(4, '0')}`
    : `\\U${value.toString(16).padStart(8, '0')}`;
}

function unsupported({ raw }: AST.Node): PithError {
  return new PithError('usage', `no grammar can be made of '${raw}' in the pattern`, {
    hint: 'use characters, classes, groups, | and repetitions; look-arounds, back references, \\b and \\p are for matching only',
  });
}
