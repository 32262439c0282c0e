import { PithError } from '../../pipeline/errors.ts';
import { damagedError, isObject, isPieceId } from './tokenizer-fields.ts';

/** Ids that stand around the pieces of a window. */
export interface SpecialPieces {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/**
 * What the post-processor of a tokenizer.json puts around a text; where it has none, the pieces with the usual names of
 * those that begin and end a text.
 * @throws PithError `tokenizer` if neither says it, or what it says makes no sense.
 */
export function specialPieces(
  processor: unknown,
  idOf: (piece: string) => number | undefined,
): SpecialPieces {
  const found = fromProcessor(processor) ?? fromNames(idOf);
  if (found !== undefined) return found;
  throw new PithError('tokenizer', 'the tokenizer does not say which pieces begin and end a text', {
    hint: 'they are [CLS] and [SEP], or <s> and </s>',
  });
}

function fromProcessor(value: unknown): SpecialPieces | undefined {
  const { type, cls, sep, single, special_tokens: tokens, processors } = isObject(value) ? value : {};
  if (type === 'Sequence' && Array.isArray(processors)) {
    return processors.map(fromProcessor).find((found) => found !== undefined);
  }
  if (type === 'BertProcessing' || type === 'RobertaProcessing') {
    return { before: [idOfPair(cls)], after: [idOfPair(sep)] };
  }
  return type === 'TemplateProcessing' && Array.isArray(single) ? fromTemplate(single, tokens) : undefined;
}

/** `[piece, id]`. */
function idOfPair(pair: unknown): number {
  if (Array.isArray(pair) && isPieceId(pair[1])) return pair[1];
  throw damagedError('its post_processor names a piece without an id');
}

/** A list of special pieces, each `{ SpecialToken: { id: NAME } }`, with the text among them. */
function fromTemplate(single: readonly unknown[], tokens: unknown): SpecialPieces | undefined {
  const names = single.map((part) => (isObject(part) ? part['SpecialToken'] : undefined));
  const text = names.indexOf(undefined);
  if (text < 0) return undefined;
  const idsOf = (some: readonly unknown[]) => some.flatMap((name) => idsOfSpecial(name, tokens));
  return { before: idsOf(names.slice(0, text)), after: idsOf(names.slice(text + 1)) };
}

function idsOfSpecial(name: unknown, tokens: unknown): readonly number[] {
  const id = isObject(name) ? name['id'] : undefined;
  const token = isObject(tokens) && typeof id === 'string' ? tokens[id] : undefined;
  const ids = isObject(token) ? token['ids'] : undefined;
  if (Array.isArray(ids) && ids.every(isPieceId)) return ids;
  throw damagedError(`its post_processor names the piece ${JSON.stringify(id)} without its ids`);
}

function fromNames(idOf: (piece: string) => number | undefined): SpecialPieces | undefined {
  for (const [first, last] of [
    ['[CLS]', '[SEP]'],
    ['<s>', '</s>'],
  ] as const) {
    const [before, after] = [idOf(first), idOf(last)];
    if (before !== undefined && after !== undefined) return { before: [before], after: [after] };
  }
  return undefined;
}
