import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseContext } from '../../../src/stages/infer/parse-context.ts';

async function* chunked(text: string, size = 7): AsyncGenerator<string> {
  for (let from = 0; from < text.length; from += size) yield text.slice(from, from + size);
}

const line = (fields: object) =>
  `${JSON.stringify({ mediaType: 'text/plain', inputTokens: 9, outputTokens: 3, ...fields })}\n`;

describe('parseContext', () => {
  it.each([
    ['Who?', ['Who?']],
    [
      ['Who?', 'Where?'],
      ['Who?', 'Where?'],
    ],
    [[], undefined],
    [7, undefined],
  ])('reads the question %j as %j', async (question, questions) => {
    const text = line({ document: 'a.md', question, text: 'Ada' });
    const parsed = await parseContext(chunked(text));
    expect(parsed.questions).toEqual(questions);
  });

  it('reads the documents, sources and question of the JSONL form, however it is chunked', async () => {
    const text =
      line({
        document: 'a.md',
        question: 'Who?',
        text: 'Ada did',
        spans: [
          [0, 4],
          [9, 12],
        ],
      }) +
      '\n' +
      line({
        document: 'b.md',
        text: 'So … on',
        spans: [
          [2, 5],
          [8, 10],
        ],
        gaps: [[3, 2]],
      }).replace('\n', '\r\n');
    const expected = {
      questions: ['Who?'],
      documents: [
        {
          id: 'a.md',
          text: 'Ada did',
          spans: [
            [0, 4],
            [9, 12],
          ],
        },
        {
          id: 'b.md',
          text: 'So … on',
          spans: [
            [2, 5],
            [8, 10],
          ],
          gaps: [[3, 2]],
        },
      ],
    };
    for (const size of [1, 10, 10_000]) expect(await parseContext(chunked(text, size))).toEqual(expected);
  });

  it('takes any other text for one document, unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), async (text) => {
        const documents = text.trim() === '' ? [] : [{ id: '-', text }];
        expect(await parseContext(chunked(text))).toEqual({ documents });
      }),
    );
    const json = '{"name": "a record of something else", "text": "x"}\n{"name": "two"}\n';
    expect(await parseContext(chunked(json))).toEqual({ documents: [{ id: '-', text: json }] });
  });

  it.each([
    ['a cut last line', `${line({ document: 'a', text: 'x' })}{"document":"b","te`],
    ['a cut only line', '{"document":"a","text":"so it w'],
    ['a line of something else', `${line({ document: 'a', text: 'x' })}and then some text`],
    ['spans that are no pairs', line({ document: 'a', text: 'x', spans: [0, 1] })],
    [
      'spans that go back',
      line({
        document: 'a',
        text: 'x y',
        spans: [
          [8, 10],
          [2, 3],
        ],
      }),
    ],
    ['spans that are too short', line({ document: 'a', text: 'x y', spans: [[0, 2]] })],
    ['negative gaps', line({ document: 'a', text: 'x', gaps: [[-1, 1]] })],
  ])('refuses %s', async (_, text) => {
    const at = expect.objectContaining({ line: expect.any(Number) });
    await expect(parseContext(chunked(text))).rejects.toMatchObject({ code: 'input', at });
  });
});
