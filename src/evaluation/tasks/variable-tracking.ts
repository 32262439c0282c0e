import { plant } from '../corpus/plant.ts';
import { report } from '../corpus/prose.ts';
import { type Random, seededRandom } from '../corpus/random.ts';
import { eachRow, type Task } from '../task.ts';

const LENGTH = 6000;
const VARIABLES = 5;
const CHAINS = 2;

/** Which variables have a value, some by way of others, in the manner of RULER: the statements of each chain stand apart, in order. */
export const variableTracking: Task = {
  name: 'variable-tracking',
  about: 'the variables that are given one value, each by way of the one before',
  rows: (options) =>
    eachRow(options, (ordinal) => {
      const random = seededRandom(options.seed * 1021 + ordinal);
      const names = distinctNames(CHAINS * VARIABLES, random);
      const chains = Array.from({ length: CHAINS }, (_, chain) => ({
        value: `${random.between(10_000, 99_999)}`,
        names: names.slice(chain * VARIABLES, (chain + 1) * VARIABLES),
      }));
      const statements = chains.flatMap(({ value, names: own }) =>
        own.map((name, at) => ({
          sentence: at === 0 ? `VAR ${name} = ${value}.` : `VAR ${name} = VAR ${own[at - 1]}.`,
          depth: (at + random.next()) / VARIABLES,
        })),
      );
      const { text, spans } = plant(report(LENGTH, random).slice(0, LENGTH), statements);
      const { value = '', names: answers = [] } = chains[0] ?? {};
      return {
        task: 'variable-tracking',
        id: `${ordinal}`,
        question: `Which variables are assigned the value ${value}, directly or by way of another VAR?`,
        answers,
        needs: 'all',
        documents: [{ text, evidence: spans.slice(0, VARIABLES) }],
        metadata: { length: LENGTH },
      };
    }),
};

/** Five capital letters each. */
function distinctNames(count: number, random: Random): string[] {
  const names = new Set<string>();
  while (names.size < count)
    names.add(Array.from({ length: 5 }, () => String.fromCharCode(65 + random.between(0, 25))).join(''));
  return [...names];
}
