import type { ContextDocument } from '../../models/engines/engine.ts';
import type { SourceLocation } from '../../pipeline/errors.ts';
import { PageList } from '../page-list.ts';
import { type CompressedLine, isCompressedLine, parseCompressedLine } from '../read/compressed-line.ts';
import { compressedSource } from '../read/compressed-source.ts';

/** What an engine is to answer from, out of a text. */
export interface ParsedContext {
  /** What the context was compressed for. */
  readonly questions?: readonly string[];
  /** None if the text is white space alone. */
  readonly documents: readonly ContextDocument[];
}

/**
 * Reads what an engine is to answer from: the lines of `pith compress --format jsonl`, which name their source, or
 * any other text, which is one document with the id `-`. All of it is held in memory, as engines take it whole.
 *
 * @throws {PithError} `input` if a line of the JSONL form is cut or malformed, or its spans do not add up to its text.
 */
export async function parseContext(chunks: AsyncIterable<string>): Promise<ParsedContext> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  if (!isCompressedLine(firstLine(text))) return { documents: text.trim() === '' ? [] : [{ id: '-', text }] };

  const lines = text.split('\n').map((line, index) => ({ line: line.trim(), number: index + 1 }));
  const records = lines
    .filter(({ line }) => line !== '')
    .map(({ line, number }) => checkedLine(line, { document: '-', line: number }));
  const questions = records[0]?.questions;
  return {
    ...(questions !== undefined && { questions }),
    documents: records.map(contextDocument),
  };
}

function contextDocument({ id, text, spans, gaps, pages }: CompressedLine): ContextDocument {
  return {
    id,
    text,
    ...(spans && { spans }),
    ...(gaps && { gaps }),
    ...(spans && pages && { pages: PageList.ofSpans(spans, pages).starts }),
  };
}

function checkedLine(line: string, at: SourceLocation): CompressedLine {
  const parsed = parseCompressedLine(line, at);
  compressedSource(parsed, at);
  return parsed;
}

function firstLine(text: string): string {
  return /\S[^\n]*/.exec(text)?.[0] ?? '';
}
