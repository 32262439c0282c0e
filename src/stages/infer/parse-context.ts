import type { ContextDocument } from '../../models/engines/engine.ts';
import { parseCompressedLine } from '../read/compressed-line.ts';

export interface ParsedContext {
  /** The question that the context was compressed for. */
  readonly question?: string;
  readonly documents: readonly ContextDocument[];
}

/**
 * Reads what an engine is to answer from: the lines of `pith compress --format jsonl`, which name their source, or
 * any other text, which is one document with the id `-`.
 *
 * @throws {PithError} `input` if a line of the JSONL form is cut or malformed.
 */
export async function parseContext(chunks: AsyncIterable<string>): Promise<ParsedContext> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  if (!isCompressed(text)) return { documents: text.trim() === '' ? [] : [{ id: '-', text }] };

  const lines = text.split('\n').map((line, index) => ({ line: line.trim(), number: index + 1 }));
  const records = lines
    .filter(({ line }) => line !== '')
    .map(({ line, number }) => parseCompressedLine(line, { document: '-', line: number }));
  const question = records[0]?.question;
  return {
    ...(question !== undefined && { question }),
    documents: records.map(({ question: _, mediaType: __, ...document }) => document),
  };
}

/** By its first line: a record of compress, or one that was and is cut. */
function isCompressed(text: string): boolean {
  const line = /\S[^\n]*/.exec(text)?.[0] ?? '';
  if (/^\{\s*"document"\s*:/.test(line)) return true;
  if (!line.startsWith('{')) return false;
  const value = parseJson(line);
  return isObject(value) && typeof value['document'] === 'string' && typeof value['text'] === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
