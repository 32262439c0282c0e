import type { ContextDocument } from '../../models/engines/engine.ts';
import { PithError, type SourceLocation } from '../../pipeline/errors.ts';
import { notedSource } from '../read/compressed-source.ts';
import { type DataFields, type RecordFields, recordContent } from '../read/record-content.ts';

export interface ReadRecordOptions extends RecordFields {
  /** For records without a question. */
  readonly question?: string | readonly string[] | undefined;
}

export interface RecordToInfer {
  readonly fields: DataFields;
  /** A list where the record, or the options, have one. */
  readonly question: string | readonly string[];
  readonly context: readonly ContextDocument[];
}

/**
 * What a record asks and of which text. A record that `compress --records` made carries in `pith.spans` where its
 * text stands in the original: pairs of offsets, or a list of such pairs for each of its documents.
 *
 * @throws {PithError} `input` if it has no question or no text, or if its spans do not add up to the text.
 */
export function readRecord(record: unknown, at: SourceLocation, options: ReadRecordOptions): RecordToInfer {
  const { question = options.question, field, texts } = recordContent(record, options, at);
  if (question === undefined || isEmpty(question)) {
    throw new PithError('input', 'the record has no question', {
      hint: `Put one in the field "${options.questionField ?? 'question'}", or give one for all with -q.`,
      at,
    });
  }
  const context = texts.map(({ text, title, place, spans, gaps }, ordinal) => ({
    id: field ?? title ?? String(ordinal),
    text,
    ...notedSource(place, text, { spans, gaps }, at),
  }));
  return { fields: record as DataFields, question, context };
}

function isEmpty(question: string | readonly string[]): boolean {
  return typeof question === 'string' ? question.trim() === '' : question.every(isEmpty);
}
