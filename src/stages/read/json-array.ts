import { Assembler } from 'stream-json/core/assembler.js';
import { jsonParser, type Token } from 'stream-json/core/parser.js';
import { PithError } from '../../pipeline/errors.ts';
import type { JsonValue } from '../../pipeline/json.ts';

/**
 * The items of a top-level JSON array, one by one, in memory that grows with the largest item only.
 *
 * @throws PithError `input` where the text is no JSON or ends before the array does, after all items before it.
 */
export async function* jsonArrayItems(
  chunks: AsyncIterable<string>,
  document: string,
): AsyncGenerator<JsonValue> {
  const parse = jsonParser({ streamValues: false });
  const assembler = new Assembler<JsonValue[]>();
  let count = 0;
  let isOpen = true;
  for await (const chunk of chunks) {
    for (const piece of pieces(chunk)) {
      for (const token of tokens(() => parse(piece), document, count)) {
        assembler.consume(token);
        isOpen &&= assembler.depth > 0;
        const item = assembler.depth === 1 ? assembler.current?.pop() : undefined;
        if (item !== undefined) {
          count += 1;
          yield item;
        }
      }
    }
  }
  if (isOpen) {
    throw malformed(document, count, 'it is not closed');
  }
}

/** The parser gives nothing of a piece that has an error, so no piece has more than one end of an object. */
function* pieces(chunk: string): Generator<string> {
  let start = 0;
  while (start < chunk.length) {
    const brace = chunk.indexOf('}', start);
    const end = brace === -1 ? chunk.length : brace + 1;
    yield chunk.slice(start, end);
    start = end;
  }
}

function tokens(
  parse: () => ReturnType<ReturnType<typeof jsonParser>>,
  document: string,
  count: number,
): readonly Token[] {
  try {
    const parsed = parse();
    return typeof parsed === 'symbol' ? [] : parsed.values;
  } catch (error) {
    throw malformed(document, count, error instanceof Error ? error.message : String(error));
  }
}

function malformed(document: string, count: number, reason: string): PithError {
  return new PithError('input', `the JSON array in '${document}' is broken after item ${count}: ${reason}`, {
    hint: 'The items before that are whole. One JSON object a line would let the others be read, too.',
    at: { document },
  });
}
