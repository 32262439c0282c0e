import { type Format, type FormatRow, idOf, objectsOf, textOf } from './format.ts';

/** SQuAD, versions 1.1 and 2.0: `{ data: [{ title, paragraphs: [{ context, qas: [{ id, question, answers: [{ text }] }] }] }] }`. Questions without an answer are left out. */
export const squad: Format = {
  name: 'squad',
  matches: ({ data }) => Array.isArray(data),
  rows: (fields) =>
    objectsOf(fields, 'data').flatMap((article) =>
      objectsOf(article, 'paragraphs').flatMap((paragraph) => {
        const title = typeof article['title'] === 'string' ? article['title'].replaceAll('_', ' ') : '';
        const text = textOf(paragraph, 'context');
        return objectsOf(paragraph, 'qas').flatMap((asked): FormatRow[] => {
          const answers = [...new Set(objectsOf(asked, 'answers').map((answer) => textOf(answer, 'text')))];
          if (answers.length === 0) return [];
          const question = textOf(asked, 'question');
          const documents = [{ ...(title !== '' && { title }), text }];
          return [{ ...idOf(asked, 'id'), question, answers, needs: 'any', documents, metadata: {} }];
        });
      }),
    ),
};
