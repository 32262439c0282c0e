import { type AST, RegExpParser, RegExpSyntaxError } from '@eslint-community/regexpp';
import { PithError } from '../../pipeline/errors.ts';

/**
 * A regular expression as a grammar in llama.cpp's GBNF, which the whole answer matches. What looks around, back or at the borders of
 * words has no place in such a grammar; `^` and `$` say what holds anyway where nothing stands before or after them.
 *
 * @throws {PithError} `usage` for a pattern that is none, or that has such parts.
 */
export function regexGrammar(pattern: string): string {
  return `root ::= ${alternatives(parse(pattern).alternatives, { isFirst: true, isLast: true })}\n`;
}

function parse(pattern: string): AST.Pattern {
  try {
    return new RegExpParser().parsePattern(pattern, 0, pattern.length, { unicode: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const at = cause instanceof RegExpSyntaxError ? ` at offset ${cause.index}` : '';
    throw new PithError('usage', `the pattern cannot be read${at}: ${reason}`, {
      hint: 'it is a regular expression of JavaScript, without slashes around it',
      cause,
    });
  }
}

/** Whether an expression begins and ends every answer that it is a part of. */
interface Place {
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

const repeated: Place = { isFirst: false, isLast: false };

function alternatives(all: readonly AST.Alternative[], place: Place): string {
  return all.map(({ elements }) => sequence(elements, place)).join(' | ');
}

function sequence(elements: readonly AST.Element[], { isFirst, isLast }: Place): string {
  const parts = elements.map((one, at) =>
    element(one, {
      isFirst: isFirst && elements.slice(0, at).every(isEmpty),
      isLast: isLast && elements.slice(at + 1).every(isEmpty),
    }),
  );
  return parts.filter((part) => part !== '').join(' ') || '""';
}

function element(node: AST.Element, place: Place): string {
  switch (node.type) {
    case 'Character':
      return `"${escaped(node.value)}"`;
    case 'CharacterSet':
      return node.kind === 'any' ? '[^\\n\\r]' : characterClass([node], false);
    case 'CharacterClass':
      return characterClass(node.elements, node.negate);
    case 'Group':
    case 'CapturingGroup':
      return `(${alternatives(node.alternatives, place)})`;
    case 'Quantifier':
      return repetition(node, place);
    case 'Assertion':
      if (node.kind === 'start' || node.kind === 'end') return edge(node, place);
      throw unsupported(node);
    default:
      throw unsupported(node);
  }
}

/** Nothing, where it says what holds anyway. */
function edge(node: AST.EdgeAssertion, { isFirst, isLast }: Place): '' {
  if (node.kind === 'start' ? isFirst : isLast) return '';
  throw unsupported(
    node,
    'the whole answer has to match: nothing may stand before ^ or after $, and what they are in may not be repeated',
  );
}

/** llama.cpp refuses to repeat without end what may be empty, so that is repeated without its empty form. */
function repetition(node: AST.Quantifier, place: Place): string {
  // Repeated, what is empty says the same as once.
  if (isEmpty(node.element)) return element(node.element, place);
  if (node.max === Number.POSITIVE_INFINITY && mayBeEmpty(node.element)) return `${filled(node.element)}*`;
  return `${element(node.element, node.max > 1 ? repeated : place)}${times(node)}`;
}

/** What an expression matches but for the empty text. */
function filled(node: AST.Element): string {
  if (!mayBeEmpty(node)) return element(node, repeated);
  switch (node.type) {
    case 'Group':
    case 'CapturingGroup':
      return `(${node.alternatives.flatMap(({ elements }) => filledSequences(elements)).join(' | ')})`;
    case 'Quantifier':
      return `${filled(node.element)}${times({ min: 1, max: node.max })}`;
    default:
      return element(node, repeated);
  }
}

/** If all parts may be empty: those texts in which the first that is not empty is the first part, the second, and so on. */
function filledSequences(elements: readonly AST.Element[]): readonly string[] {
  if (!elements.every(mayBeEmpty)) return [sequence(elements, repeated)];
  const parts = elements.map((one) => element(one, repeated));
  return elements.flatMap((first, at) =>
    isEmpty(first) ? [] : [[filled(first), ...parts.slice(at + 1)].join(' ')],
  );
}

function mayBeEmpty(node: AST.Element): boolean {
  switch (node.type) {
    case 'Group':
    case 'CapturingGroup':
      return node.alternatives.some(({ elements }) => elements.every(mayBeEmpty));
    case 'Quantifier':
      return node.min === 0 || mayBeEmpty(node.element);
    default:
      return node.type === 'Assertion';
  }
}

/** Whether it can match nothing but the empty text. */
function isEmpty(node: AST.Element): boolean {
  switch (node.type) {
    case 'Group':
    case 'CapturingGroup':
      return node.alternatives.every(({ elements }) => elements.every(isEmpty));
    case 'Quantifier':
      return node.max === 0 || isEmpty(node.element);
    default:
      return node.type === 'Assertion';
  }
}

function times({ min, max }: Pick<AST.Quantifier, 'min' | 'max'>): string {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  if (min === 1 && max === 1) return '';
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

function unsupported(
  { raw, start }: AST.Node,
  hint = 'use characters, classes, groups, | and repetitions; look-arounds, back references, \\b and \\p are for matching only',
): PithError {
  return new PithError('usage', `no grammar can be made of '${raw}' at offset ${start} of the pattern`, {
    hint,
  });
}
