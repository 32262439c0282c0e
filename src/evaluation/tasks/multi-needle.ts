import { plant } from '../corpus/plant.ts';
import { report } from '../corpus/prose.ts';
import { sample, seededRandom } from '../corpus/random.ts';
import { words } from '../corpus/words.ts';
import { eachRow, type Task } from '../task.ts';

const LENGTH = 6000;
/** Values of the place that is asked about; each of the others has one. */
const VALUES = 4;
const OTHERS = 4;

/** All of several facts of one form that stand apart, among others of the same form. */
export const multiNeedle: Task = {
  name: 'multi-needle',
  about: 'four numbers that stand apart, among others of the same form',
  rows: (options) =>
    eachRow(options, (ordinal) => {
      const random = seededRandom(options.seed * 1019 + ordinal);
      const [asked = '', ...others] = sample(words.place, 1 + OTHERS, random);
      const number = () => `${random.between(1_000_000, 9_999_999)}`;
      const sentence = (place: string, value: string) => `One of the vault numbers of ${place} is ${value}.`;
      const answers = Array.from({ length: VALUES }, number);
      const depth = (at: number, all: number) => (at + random.next()) / all;
      const { text, spans } = plant(report(LENGTH, random).slice(0, LENGTH), [
        ...answers.map((value, at) => ({ sentence: sentence(asked, value), depth: depth(at, VALUES) })),
        ...others.map((place, at) => ({ sentence: sentence(place, number()), depth: depth(at, OTHERS) })),
      ]);
      return {
        task: 'multi-needle',
        id: `${ordinal}`,
        question: `What are all the vault numbers of ${asked}?`,
        answers,
        needs: 'all',
        documents: [{ text, evidence: spans.slice(0, VALUES).toSorted(([a], [b]) => a - b) }],
        metadata: { length: LENGTH },
      };
    }),
};
