import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordContent } from '../../../src/stages/read/record-content.ts';

/** Texts and places of a record, or the message of its error. */
function read(record: unknown, fields = {}): unknown {
  try {
    const { field, texts } = recordContent(record, fields);
    return { field, texts: texts.map(({ text, title, place }) => [text, title, place]) };
  } catch (error) {
    return (error as Error).message;
  }
}

const single = (field: string, text: string) => ({ field, texts: [[text, undefined, field]] });

describe('the content of a record', () => {
  it.each([
    ['its text field', { text: 'a', documents: ['b'], context: 'c' }, single('text', 'a')],
    ['an empty text', { text: '', context: 'c' }, single('text', '')],
    [
      'documents before the context',
      { documents: ['b'], context: 'c' },
      { field: undefined, texts: [['b', undefined, 'documents[0]']] },
    ],
    [
      'the context where the list of documents is empty',
      { documents: [], context: 'c' },
      single('context', 'c'),
    ],
    ['the context', { text: null, documents: null, context: 'c' }, single('context', 'c')],
    [
      'documents where the text is null',
      { text: null, documents: [{ title: 'T', text: 'a', more: 1 }, 'b', { title: '', text: 'c' }] },
      {
        field: undefined,
        texts: [
          ['a', 'T', 'documents[0]'],
          ['b', undefined, 'documents[1]'],
          ['c', undefined, 'documents[2]'],
        ],
      },
    ],
  ])('is %s', (_, record, wanted) => {
    expect(read(record)).toEqual(wanted);
  });

  it('is found by the names that are given', () => {
    expect(read({ text: 'a', body: 'b' }, { textField: 'body' })).toEqual(single('body', 'b'));
    expect(read({ text: 'a', context: 'c' }, { textField: 'body' })).toEqual(single('context', 'c'));
    expect(recordContent({ text: 'a', ask: 'q' }, { questionField: 'ask' }).question).toBe('q');
  });

  it('asks several questions where it has a list of them', () => {
    expect(recordContent({ text: 'a', question: ['q', ' ', 'r'] }).question).toEqual(['q', 'r']);
    expect(recordContent({ text: 'a', question: [' '] }).question).toBeUndefined();
    expect(() => recordContent({ text: 'a', question: ['q', 1] })).toThrow(
      'something else than texts in the list "question"',
    );
  });

  it.each([null, '', ' \n', undefined])('has no question where it is %j', (question) => {
    expect(recordContent({ text: 'a', question }).question).toBeUndefined();
  });

  it('carries what an earlier compression said of each text', () => {
    expect(recordContent({ text: 'a', pith: { spans: 1, gaps: 2 } }).texts).toMatchObject([
      { spans: 1, gaps: 2 },
    ]);
    expect(recordContent({ documents: ['a', 'b'], pith: { spans: [1, 2] } }).texts).toMatchObject([
      { spans: 1, gaps: undefined },
      { spans: 2 },
    ]);
  });

  it.each([
    [null, 'is null, not an object'],
    [['a'], 'is a list, not an object'],
    [{}, 'has no "text", "documents" or "context"'],
    [{ documents: [] }, 'has no "text", "documents" or "context"'],
    [{ text: 5 }, 'has a number in "text"'],
    [{ context: {} }, 'has an object in "context"'],
    [{ documents: 'a' }, 'has a string in "documents"'],
    [{ documents: ['a', {}] }, 'has no text in documents[1]'],
    [{ text: 'a', question: true }, 'has a boolean in "question"'],
  ])('is refused of %j', (record, message) => {
    expect(read(record)).toContain(message);
  });

  it('is read or refused with an input error, whatever the record', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('text', 'documents', 'context', 'question', 'pith'), fc.jsonValue()),
        (record) => {
          try {
            expect(recordContent(record).texts.every(({ text }) => typeof text === 'string')).toBe(true);
          } catch (error) {
            expect(error).toMatchObject({ code: 'input', hint: expect.any(String) });
          }
        },
      ),
    );
  });
});
