import { type Format, FormatError, idOf, textOf, textsOf } from './format.ts';

/**
 * RULER: `{ index, input, outputs }`. The input is a whole prompt: its last line asks, perhaps with the beginning of an answer, and
 * what stands before that line is compressed. Questions of its QA tasks have alternative answers; the other tasks want all of them.
 */
export const ruler: Format = {
  name: 'ruler',
  matches: ({ input, outputs }) => typeof input === 'string' && Array.isArray(outputs),
  rows(fields) {
    const input = textOf(fields, 'input').trimEnd();
    const prompt = input.replace(/\s*\bAnswer:[^\n]*$/, '');
    const last = prompt.lastIndexOf('\n');
    const question = prompt
      .slice(last + 1)
      .replace(/^Question:\s*/, '')
      .replace(/ The special magic [^\n?]*$/, '')
      .trim();
    if (last < 0 || question === '') throw new FormatError('"input" has no question on a last line');
    return [
      {
        ...idOf(fields, 'index'),
        question,
        answers: textsOf(fields, 'outputs'),
        needs: prompt.includes('Answer the question based on the given documents.') ? 'any' : 'all',
        documents: [{ text: prompt.slice(0, last + 1) }],
        metadata: {},
      },
    ];
  },
};
