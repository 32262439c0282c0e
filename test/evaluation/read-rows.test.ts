import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { amongOthers } from '../../src/evaluation/distractors.ts';
import { readRows } from '../../src/evaluation/read-rows.ts';
import type { EvaluationRow } from '../../src/evaluation/row.ts';
import { temporaryFolder } from '../cli/run-pith.ts';

function read(content: string | Buffer, name = 'data.jsonl'): Promise<readonly EvaluationRow[]> {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return readRows(path);
}

const lines = (...values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');
const row = { task: 'data', id: '0', needs: 'any', metadata: {} };
const evidenceOf = ({ documents }: EvaluationRow) =>
  documents.flatMap(({ text, evidence = [] }) => evidence.map(([start, end]) => text.slice(start, end)));

describe('public formats', () => {
  it('Lost in the Middle, with the place of the gold passage', async () => {
    const ctxs = [
      { id: '1', title: 'Weir', text: 'The weir.', isgold: false, hasanswer: false },
      { id: '2', title: 'Lock', text: 'Ada keeps the lock.', isgold: true, hasanswer: true },
    ];
    const value = { question: 'who keeps the lock', answers: ['Ada'], ctxs, nq_annotated_gold: {} };
    expect(await read(gzipSync(lines(value)), 'data.jsonl.gz')).toEqual([
      {
        ...row,
        question: 'who keeps the lock',
        answers: ['Ada'],
        documents: [
          { title: 'Weir', text: 'The weir.', isGold: false },
          { title: 'Lock', text: 'Ada keeps the lock.', isGold: true },
        ],
        metadata: { depth: 1 },
      },
    ]);
  });

  it('key-value records, as JSON in their order', async () => {
    const [first] = await read(
      lines({
        ordered_kv_records: [
          ['b', 'one'],
          ['a', 'two'],
          ['c', 'three'],
        ],
        key: 'a',
        value: 'two',
      }),
    );
    expect(JSON.parse(first?.documents[0]?.text ?? '')).toEqual({ b: 'one', a: 'two', c: 'three' });
    expect(first).toMatchObject({ answers: ['two'], metadata: { depth: 0.5 } });
    expect(first && evidenceOf(first)).toEqual(['"a": "two"']);
  });

  it('SQuAD, without questions that have no answer', async () => {
    const qas = [
      {
        id: 'q1',
        question: 'Who?',
        answers: [
          { text: 'Ada', answer_start: 0 },
          { text: 'Ada', answer_start: 0 },
        ],
      },
      { id: 'q2', question: 'Why?', answers: [], is_impossible: true },
    ];
    const data = [{ title: 'The_lock', paragraphs: [{ context: 'Ada did.', qas }] }];
    expect(await read(JSON.stringify({ version: 'v2.0', data }), 'data.json')).toEqual([
      {
        ...row,
        id: 'q1',
        question: 'Who?',
        answers: ['Ada'],
        documents: [{ title: 'The lock', text: 'Ada did.' }],
      },
    ]);
  });

  it('HotpotQA, with the sentences that support the answer', async () => {
    const context = [
      ['Ada', ['Ada works at Marlow.', ' She is a diver.']],
      ['Ben', ['Ben rests.']],
      ['Marlow', ['Marlow has a lock.', ' It is of oak.']],
    ];
    const value = {
      _id: 'x',
      question: 'What is it of?',
      answer: 'oak',
      type: 'bridge',
      level: 'hard',
      context,
    };
    const facts = [
      ['Ada', 0],
      ['Marlow', 1],
      ['Marlow', 7],
    ];
    const [first, second] = await read(
      JSON.stringify([
        { ...value, supporting_facts: facts },
        { ...value, _id: 'y', answer: 'Yes', supporting_facts: facts },
      ]),
      'data.json',
    );
    expect(first?.documents.map(({ isGold }) => isGold)).toEqual([true, false, true]);
    expect(first && evidenceOf(first)).toEqual(['Ada works at Marlow.', ' It is of oak.']);
    expect(first).toMatchObject({ id: 'x', answers: ['oak'], metadata: { type: 'bridge' } });
    expect(second?.answers).toEqual([]);
  });

  it('QMSum, with the turns that a question is about', async () => {
    const turns = ['Good morning.', 'The lock leaks.', 'Then mend it.', 'Bye.'];
    const [first, ...more] = await read(
      JSON.stringify({
        meeting_transcripts: turns.map((content, at) => ({ speaker: `S${at}`, content })),
        general_query_list: [{ query: 'Summarise.', answer: 'They met.' }],
        specific_query_list: [
          {
            query: 'What of the lock?',
            answer: 'It leaks.',
            relevant_text_span: [
              ['1', '2'],
              ['2', '2'],
            ],
          },
        ],
      }),
    );
    expect(more).toEqual([]);
    expect(first && evidenceOf(first)).toEqual(['S1: The lock leaks.\n', 'S2: Then mend it.\n']);
    expect(first).toMatchObject({ question: 'What of the lock?', answers: [] });
  });

  it('LongBench', async () => {
    const value = {
      input: 'Who?',
      context: 'Ada did.',
      answers: ['Ada'],
      length: 2,
      dataset: 'qasper',
      _id: 'l1',
    };
    expect(await read(lines(value))).toEqual([
      {
        ...row,
        id: 'l1',
        question: 'Who?',
        answers: ['Ada'],
        documents: [{ text: 'Ada did.' }],
        metadata: { dataset: 'qasper' },
      },
    ]);
  });

  it.each([
    ['all', 'Remember the numbers.\nA text.\nWhat are the numbers for Ada?', 'What are the numbers for Ada?'],
    ['all', 'A list.\nQuestion: Which words? Answer: The words are:', 'Which words?'],
    [
      'any',
      'Answer the question based on the given documents.\n\nA text.\n\nQuestion: Who did it?\n\nAnswer:',
      'Who did it?',
    ],
  ])('RULER, where %s of the outputs count: %j', async (needs, input, question) => {
    const [first] = await read(lines({ index: 4, input, outputs: ['one', 'two'], length: 9 }));
    expect(first).toMatchObject({ id: '4', needs, question, answers: ['one', 'two'] });
    expect(first?.documents[0]?.text).toBe(
      input.slice(0, input.indexOf(question)).replace(/Question: $/, ''),
    );
  });

  it('records of one’s own', async () => {
    const documents = [
      { title: 'Lock', text: 'Ada keeps it.', gold: true, evidence: [[0, 3]] },
      { text: 'Nobody rests.', gold: false },
    ];
    const [first, second, third] = await read(
      lines(
        { id: 7, question: 'Who?', answers: ['Ada', 'A.'], documents },
        { question: 'How many?', answer: 12, text: 'Twelve: 12.', needs: 'all' },
        { question: 'Why?', context: 'Because.' },
      ),
    );
    expect(first && evidenceOf(first)).toEqual(['Ada']);
    expect(first).toMatchObject({ id: '7', answers: ['Ada', 'A.'], needs: 'any' });
    expect(second).toMatchObject({
      id: '1',
      answers: ['12'],
      needs: 'all',
      documents: [{ text: 'Twelve: 12.' }],
    });
    expect(third).toMatchObject({ answers: [], documents: [{ text: 'Because.' }] });
  });

  it.each([
    ['no JSON', '{"question": "Who?", "text": "Ada"}\n{oops\n', { message: /no JSON/, line: 2 }],
    ['no known format', '{"q": 1}\n', { message: /no format/, line: undefined }],
    [
      'a field of another kind',
      '{"question": "Who?", "text": 5}\n',
      { message: /records: .*"text"/, line: undefined },
    ],
    [
      'spans outside of the text',
      lines({ question: 'Who?', documents: [{ text: 'a', evidence: [[0, 2]] }] }),
      { message: /evidence/, line: undefined },
    ],
    ['nothing', '', { message: /asks nothing/, line: undefined }],
  ])('says where a file holds %s', async (_, content, { message, line }) => {
    const error = await read(content).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'input', message: expect.stringMatching(message) as string });
    if (line !== undefined) expect(error).toMatchObject({ at: { line } });
  });
});

describe('a text among others', () => {
  it('stands at each place in turn, and none of the others holds an answer', () => {
    const rows = ['Ada', 'Ben', 'Cleo', 'Dora'].map(
      (name, at): EvaluationRow => ({
        task: 'data',
        id: `${at}`,
        question: `When did ${name} see the lock?`,
        answers: [`${1901 + at}`],
        needs: 'any',
        documents: [{ text: `${name} saw the lock in ${1901 + at}${at === 3 ? ', not in 1901' : ''}.` }],
        metadata: {},
      }),
    );
    const placed = amongOthers(rows, rows, 3);
    for (const [at, { documents, metadata }] of placed.entries()) {
      expect(documents).toHaveLength(3);
      expect(documents.findIndex(({ isGold }) => isGold)).toBe(at % 3);
      expect(metadata['depth']).toBe((at % 3) / 2);
      const answer = `${1901 + at}`;
      expect(documents.filter(({ text }) => text.includes(answer))).toHaveLength(1);
    }
  });
});
