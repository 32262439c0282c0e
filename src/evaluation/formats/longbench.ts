import { type Format, idOf, textOf, textsOf } from './format.ts';

/** LongBench: `{ input, context, answers, dataset, _id }`. */
export const longbench: Format = {
  name: 'longbench',
  matches: ({ input, context, answers }) =>
    typeof input === 'string' && typeof context === 'string' && Array.isArray(answers),
  rows(fields) {
    const dataset = fields['dataset'];
    return [
      {
        ...idOf(fields, '_id'),
        question: textOf(fields, 'input'),
        answers: textsOf(fields, 'answers'),
        needs: 'any',
        documents: [{ text: textOf(fields, 'context') }],
        metadata: typeof dataset === 'string' ? { dataset } : {},
      },
    ];
  },
};
