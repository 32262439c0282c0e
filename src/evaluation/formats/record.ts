import { PithError } from '../../pipeline/errors.ts';
import { charOffset, type Span } from '../../pipeline/spans.ts';
import { recordContent } from '../../stages/read/record-content.ts';
import type { RowDocument } from '../row.ts';
import { type DataFields, type Format, FormatError, idOf, isFields, textsOf } from './format.ts';

/**
 * Records as `compress --records` reads them, with what is right: `{ question, answers, text }`, `{ question, answer, documents: [{
 * title, text, gold, evidence: [[start, end]] }] }`. `needs: "all"` asks for all of the answers.
 */
export const record: Format = {
  name: 'records',
  matches: ({ question }) => typeof question === 'string',
  rows(fields) {
    const { question, texts } = contentOf(fields);
    if (typeof question !== 'string') return [];
    const listed = Array.isArray(fields['documents']) ? fields['documents'] : [fields];
    const documents = texts.map(({ text, title }, at): RowDocument => {
      const own: unknown = listed[at];
      const { gold, evidence } = isFields(own) ? own : { gold: undefined, evidence: undefined };
      return {
        ...(title !== undefined && { title }),
        text,
        ...(typeof gold === 'boolean' && { isGold: gold }),
        ...(evidence !== undefined && { evidence: spansOf(evidence, text) }),
      };
    });
    const name = 'answers' in fields ? 'answers' : 'answer';
    const answers = fields[name] === undefined ? [] : textsOf(fields, name);
    const needs = fields['needs'] === 'all' ? 'all' : 'any';
    return [{ ...idOf(fields, 'id', '_id'), question, answers, needs, documents, metadata: {} }];
  },
};

function contentOf(fields: DataFields) {
  try {
    return recordContent(fields);
  } catch (error) {
    if (!PithError.isInstance(error)) throw error;
    throw new FormatError(error.message, { cause: error });
  }
}

function spansOf(evidence: unknown, text: string): readonly Span[] {
  const isSpan = (value: unknown): value is readonly [number, number] =>
    Array.isArray(value) &&
    value.length === 2 &&
    value.every(Number.isSafeInteger) &&
    value[0] >= 0 &&
    value[0] <= value[1] &&
    value[1] <= text.length;
  if (!Array.isArray(evidence) || !evidence.every(isSpan))
    throw new FormatError('"evidence" is no list of [start, end] within the text');
  return evidence
    .map(([start, end]) => [charOffset(start), charOffset(end)] as const)
    .sort(([a], [b]) => a - b);
}
