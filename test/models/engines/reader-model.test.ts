import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InferResult, infer } from '../../../src/infer.ts';
import { loadEncoder } from '../../../src/models/encoder/encoder.ts';
import { loadModelCard } from '../../../src/models/encoder/model-card.ts';
import type { ExtractiveEngine } from '../../../src/models/engines/engine.ts';
import { readerEngine } from '../../../src/models/engines/reader.ts';
import { modelForLevel } from '../../../src/models/model-files.ts';
import { charOffset } from '../../../src/pipeline/spans.ts';

/** Written for this test; none of it is true. */
const paragraphs = [
  'The lighthouse at Skarvøy was finished in 1871 after four summers of work. Its architect, Ingrid Holm, had drawn it ' +
    'with a square base, since round stones were too costly to ship. The lamp burned colza oil until 1912, when the ' +
    'keeper Olav Brandt had a gas line laid from the village.',
  'Tessaly Foods recalled 4,300 jars of plum jam in March because a supplier had mislabelled a batch that contained ' +
    'almonds. The company said that nobody had fallen ill. Its chief executive, Marcus Oyelaran, apologised to customers ' +
    'and promised new scanners in the warehouse at Dunmere.',
  'The committee met on Thursday to decide where the new library should stand. Councillor Petra Lindqvist argued for the ' +
    'old tram depot, while the mayor preferred Harbour Square. After two hours the depot won by seven votes to four, and ' +
    'the architects were asked to present drawings before 15 June.',
  'In the second experiment, the cells were kept at 37.5 °C for six days. Half of them received 20 mg of corvaline a day. ' +
    'Growth slowed by 42% in the treated group, whereas the untreated cells doubled every thirty hours. Dr. Amara Nwosu ' +
    'led the study at the University of Brevik.',
];
const text = paragraphs.join('\n\n');

const questions: readonly (readonly [question: string, answer: string])[] = [
  ['Who designed the lighthouse at Skarvøy?', 'Ingrid Holm'],
  ['When was the lighthouse finished?', '1871'],
  ['How many jars of plum jam were recalled?', '4,300'],
  ['Who is the chief executive of Tessaly Foods?', 'Marcus Oyelaran'],
  ['Where did the mayor want the library?', 'Harbour Square'],
  ['When must the architects present drawings?', '15 June'],
  ['Who led the study?', 'Amara Nwosu'],
  ['By how much did growth slow in the treated group?', '42%'],
];

describe.each([3, 6, 9])('the reader over the bundled model of level %i', (level) => {
  let engine: ExtractiveEngine;

  beforeAll(async () => {
    engine = readerEngine(await loadEncoder(await loadModelCard(modelForLevel(level)), { threads: 2 }));
  });

  afterAll(() => engine?.close());

  const right = async (context: string) => {
    const results: InferResult[] = [];
    for (const [question] of questions) results.push(await infer(context, { question, engine }));
    return results.filter(({ answers }, i) => answers[0]?.text.includes(questions[i]?.[1] as string));
  };

  it('answers nearly all questions from a short text, and cites where it read', async () => {
    const results = await right(text);
    expect(results.length).toBeGreaterThanOrEqual(questions.length - 1);
    for (const { answers } of results) {
      const [answer] = answers;
      if (answer?.type !== 'extract') throw new Error('generated');
      expect(answer.source.map(([start, end]) => text.slice(start, end))).toEqual([answer.text]);
    }
  });

  it('answers them from the middle of a text of many windows', async () => {
    const filler = Array.from(
      { length: 60 },
      (_, day) =>
        `On day ${day} the crew of boat ${day * 3} mended nets, cleaned the deck and sailed home without a catch.\n`,
    ).join('');
    const results = await right(`${filler}\n${text}\n${filler}`);
    expect(results[0]?.windows.total).toBeGreaterThan(12);
    expect(results.length).toBeGreaterThanOrEqual(questions.length - 2);
  });

  it('reads choppy text, and cites the spans that it was cut from', async () => {
    const source =
      'Its chief executive, a former sailor by the name of Marcus Oyelaran, apologised to all customers.';
    const kept = ['chief executive', ' Marcus Oyelaran', ', apologised', ' customers'];
    const spans = kept.map((part) => {
      const start = source.indexOf(part);
      return [charOffset(start), charOffset(start + part.length)] as const;
    });
    const { answers } = await infer([{ id: 'news', text: kept.join(''), spans }], {
      question: 'Who is the chief executive?',
      engine,
    });
    const start = source.indexOf('Marcus');
    expect(answers).toMatchObject([
      { text: 'Marcus Oyelaran', source: [[start, start + 'Marcus Oyelaran'.length]] },
    ]);
  });

  it('is surer of an answer that is there than of one that is not', async () => {
    const confidence = async (question: string) => (await infer(text, { question, engine })).answers[0];
    const sure = await confidence('Who designed the lighthouse at Skarvøy?');
    const unsure = await confidence('Which orchestra played at the wedding of the prince?');
    if (sure?.type !== 'extract' || unsure?.type !== 'extract') throw new Error('no answer');
    expect(sure.confidence).toBeGreaterThan(10 * unsure.confidence);
  });
});
