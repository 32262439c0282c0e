import type { ContextDocument } from '../../models/engines/engine.ts';
import { PithError } from '../../pipeline/errors.ts';
import { sourceFields } from '../read/compressed-line.ts';

/** Where a record holds what. */
export interface RecordFields {
  /** Also tried: `context`, and `documents`. @default 'text' */
  readonly textField?: string;
  /** @default 'question' */
  readonly questionField?: string;
  /** For records without a question. */
  readonly question?: string;
}

export interface RecordToInfer {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly question: string;
  readonly context: readonly ContextDocument[];
}

/**
 * What a record asks and of which text. A record that `compress --records` made carries in `pith.spans` where its
 * text stands in the original: pairs of offsets, or a list of such pairs for each of its documents.
 *
 * @throws {PithError} `input` if it has no question or no text.
 */
export function readRecord(record: unknown, index: number, options: RecordFields): RecordToInfer {
  const { textField = 'text', questionField = 'question' } = options;
  if (!isObject(record)) throw invalid(index, 'is not an object', 'Give one JSON object a line.');
  const question = record[questionField] ?? options.question;
  if (typeof question !== 'string' || question.trim() === '') {
    throw invalid(
      index,
      'has no question',
      `Put one in the field "${questionField}", or give one for all with -q.`,
    );
  }
  return { fields: record, question, context: readContext(record, index, textField) };
}

function readContext(record: Fields, index: number, textField: string): readonly ContextDocument[] {
  const { spans, gaps } = isObject(record['pith']) ? record['pith'] : {};
  const documents = record['documents'];
  // As compress does: documents count where there is no text field of the name.
  const text = record[textField] ?? (Array.isArray(documents) ? undefined : record['context']);
  const place = { document: '-', line: index + 1 };
  if (typeof text === 'string') return [{ id: textField, text, ...sourceFields(spans, gaps, place) }];

  if (!Array.isArray(documents)) {
    throw invalid(
      index,
      `has no "${textField}", "context" or "documents"`,
      'Name the field with --text-field.',
    );
  }
  return documents.map((document: unknown, ordinal) => {
    const { title, text } = isObject(document) ? document : { title: undefined, text: document };
    if (typeof text !== 'string')
      throw invalid(index, `has a document without text (${ordinal})`, 'Give each a "text".');
    const id = typeof title === 'string' && title !== '' ? title : String(ordinal);
    const source = sourceFields(at(spans, ordinal), at(gaps, ordinal), place);
    return { id, text, ...source };
  });
}

type Fields = Readonly<Record<string, unknown>>;

function at(list: unknown, ordinal: number): unknown {
  return Array.isArray(list) ? list[ordinal] : undefined;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(index: number, problem: string, hint: string): PithError {
  return new PithError('input', `Record ${index + 1} ${problem}.`, { hint });
}
