import { keyValueRow } from '../tasks/key-value.ts';
import { type Format, FormatError, objectsOf, textOf, textsOf } from './format.ts';

/** Lost in the Middle, NQ-open: `{ question, answers, ctxs: [{ title, text, isgold }] }`. */
export const lostInTheMiddle: Format = {
  name: 'lost-in-the-middle',
  matches: ({ question, ctxs }) => typeof question === 'string' && Array.isArray(ctxs),
  rows(fields) {
    const contexts = objectsOf(fields, 'ctxs');
    const position = contexts.findIndex(({ isgold }) => isgold === true);
    const depth = contexts.length < 2 || position < 0 ? {} : { depth: position / (contexts.length - 1) };
    return [
      {
        question: textOf(fields, 'question'),
        answers: textsOf(fields, 'answers'),
        needs: 'any',
        documents: contexts.map((context) => ({
          title: textOf(context, 'title'),
          text: textOf(context, 'text'),
          isGold: context['isgold'] === true,
        })),
        metadata: depth,
      },
    ];
  },
};

/** Lost in the Middle, key-value retrieval: `{ ordered_kv_records: [[key, value]], key, value }`. */
export const keyValueRecords: Format = {
  name: 'key-value records',
  matches: ({ ordered_kv_records: records }) => Array.isArray(records),
  rows(fields) {
    const records = fields['ordered_kv_records'] as readonly unknown[];
    if (!records.every(isPair)) throw new FormatError('"ordered_kv_records" holds something else than pairs');
    const key = textOf(fields, 'key');
    const position = records.findIndex(([name]) => name === key);
    const depth = records.length < 2 || position < 0 ? {} : { depth: position / (records.length - 1) };
    return [{ ...keyValueRow(records, { key, value: textOf(fields, 'value') }), metadata: depth }];
  },
};

function isPair(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === 'string');
}
