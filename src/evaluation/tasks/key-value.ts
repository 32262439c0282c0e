import { charOffset } from '../../pipeline/spans.ts';
import { type Random, seededRandom } from '../corpus/random.ts';
import { depthOf, eachRow, type Task } from '../task.ts';

const KEYS = 40;

/** One value out of a JSON object of random keys and values, as in Lost in the Middle. */
export const keyValue: Task = {
  name: 'key-value',
  about: 'one value of a JSON object of 40 random keys',
  rows: (options) =>
    eachRow(options, (ordinal) => {
      const random = seededRandom(options.seed * 1013 + ordinal);
      const pairs = Array.from({ length: KEYS }, () => [identifier(random), identifier(random)] as const);
      const depth = depthOf(options, ordinal);
      const [key = '', value = ''] = pairs[Math.round(depth * (KEYS - 1))] ?? [];
      return {
        id: `${ordinal}`,
        ...keyValueRow(pairs, { key, value }),
        task: 'key-value',
        metadata: { depth },
      };
    }),
};

/** The text, question and answer of a row, from the pairs in their order. */
export function keyValueRow(
  pairs: readonly (readonly [string, string])[],
  { key, value }: { readonly key: string; readonly value: string },
) {
  const lines = pairs.map(([name, held]) => `${JSON.stringify(name)}: ${JSON.stringify(held)}`);
  const text = `{${lines.join(',\n ')}}`;
  const line = `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
  const start = text.indexOf(line);
  const evidence = start < 0 ? [] : [[charOffset(start), charOffset(start + line.length)] as const];
  return {
    question: `What is the value of the key ${JSON.stringify(key)}?`,
    answers: [value],
    needs: 'any' as const,
    documents: [{ text, evidence }],
  };
}

/** In the form of a UUID. */
function identifier(random: Random): string {
  const digits = (count: number) =>
    Array.from({ length: count }, () => random.between(0, 15).toString(16)).join('');
  return [8, 4, 4, 4, 12].map(digits).join('-');
}
