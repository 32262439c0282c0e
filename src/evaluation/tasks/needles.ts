import { readFile } from 'node:fs/promises';
import { dataFile } from '../../models/model-files.ts';
import { plant } from '../corpus/plant.ts';
import { report } from '../corpus/prose.ts';
import { type Random, seededRandom, shuffled } from '../corpus/random.ts';
import { holdsAnswer } from '../measures/survival.ts';
import type { EvaluationRow } from '../row.ts';
import { depthOf, type Task } from '../task.ts';

interface Needle {
  readonly needle: string;
  readonly question: string;
  readonly answer: string;
}

/** Facts at several depths of texts of several lengths, asked for in other words: question and fact share none. */
export const needles: Task = {
  name: 'needles',
  about: 'a fact in a long text, asked for without a word of its own',
  async rows(options) {
    const { seed, count, lengths } = options;
    const all = JSON.parse(await readFile(dataFile('evaluation/needles.json'), 'utf8')) as readonly Needle[];
    const order = shuffled(all, seededRandom(seed));
    const rows: EvaluationRow[] = [];
    for (const length of lengths)
      for (let ordinal = 0; ordinal < count; ordinal += 1) {
        const random = seededRandom(seed * 1009 + length * 31 + ordinal);
        const text = report(length, random).slice(0, length);
        const chosen = needleNotIn(text, order, random);
        rows.push(needleRow(text, chosen, `${length}-${ordinal}`, depthOf(options, ordinal)));
      }
    return rows;
  },
};

/** One whose answer does not stand in the text already. */
function needleNotIn(text: string, all: readonly Needle[], random: Random): Needle {
  const free = all.filter(({ answer }) => !holdsAnswer(text, [answer]));
  return random.pick(free);
}

function needleRow(filler: string, chosen: Needle, id: string, depth: number): EvaluationRow {
  const { needle, question, answer } = chosen;
  const { text, spans } = plant(filler, [{ sentence: needle, depth }]);
  const length = filler.length;
  return {
    task: 'needles',
    id,
    question,
    answers: [answer],
    needs: 'any',
    documents: [{ text, evidence: spans }],
    metadata: { length, depth },
  };
}
