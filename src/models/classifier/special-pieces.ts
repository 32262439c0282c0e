import { PithError } from '../../pipeline/errors.ts';

/** Ids that stand around the pieces of a window. */
export interface SpecialPieces {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/**
 * What the post-processor of a tokenizer.json puts around a text; where it has none, what the piece that begin and end
 * a text are usually called.
 * @throws PithError `tokenizer` if neither says it.
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

interface Processor {
  readonly type?: unknown;
  readonly cls?: unknown;
  readonly sep?: unknown;
  readonly single?: unknown;
  readonly special_tokens?: unknown;
  readonly processors?: unknown;
}

function fromProcessor(value: unknown): SpecialPieces | undefined {
  const { type, cls, sep, single, special_tokens, processors } = (value ?? {}) as Processor;
  if (type === 'Sequence' && Array.isArray(processors)) {
    return processors.map(fromProcessor).find((found) => found !== undefined);
  }
  if (type === 'BertProcessing' || type === 'RobertaProcessing') {
    const [before, after] = [idOfPair(cls), idOfPair(sep)];
    return before === undefined || after === undefined ? undefined : { before: [before], after: [after] };
  }
  return type === 'TemplateProcessing' && Array.isArray(single)
    ? fromTemplate(single, special_tokens)
    : undefined;
}

/** `[piece, id]`. */
function idOfPair(pair: unknown): number | undefined {
  return Array.isArray(pair) && typeof pair[1] === 'number' ? pair[1] : undefined;
}

function fromTemplate(single: readonly unknown[], tokens: unknown): SpecialPieces | undefined {
  const ids = (tokens ?? {}) as Readonly<Record<string, { readonly ids?: readonly number[] } | undefined>>;
  const parts = single as readonly { readonly SpecialToken?: { readonly id?: string } }[];
  const text = parts.findIndex((part) => part.SpecialToken === undefined);
  if (text < 0) return undefined;
  const idsOf = (some: typeof parts) => some.flatMap((part) => ids[part.SpecialToken?.id ?? '']?.ids ?? []);
  return { before: idsOf(parts.slice(0, text)), after: idsOf(parts.slice(text + 1)) };
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
