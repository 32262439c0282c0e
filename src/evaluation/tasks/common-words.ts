import { sample, seededRandom, shuffled } from '../corpus/random.ts';
import { words } from '../corpus/words.ts';
import { eachRow, type Task } from '../task.ts';

const COMMON = { words: 5, times: 15 };
const RARE = { words: 80, times: 2 };

/** Which words of a long list are the most common ones, in the manner of RULER. */
export const commonWords: Task = {
  name: 'common-words',
  about: 'the five words that a list repeats most',
  rows: (options) =>
    eachRow(options, (ordinal) => {
      const random = seededRandom(options.seed * 1031 + ordinal);
      const chosen = sample(vocabulary, COMMON.words + RARE.words, random);
      const common = chosen.slice(0, COMMON.words);
      const list = shuffled(
        [
          ...common.flatMap((word) => Array<string>(COMMON.times).fill(word)),
          ...chosen.slice(COMMON.words).flatMap((word) => Array<string>(RARE.times).fill(word)),
        ],
        random,
      );
      return {
        task: 'common-words',
        id: `${ordinal}`,
        question: `What are the ${COMMON.words} most common words in the list?`,
        answers: common,
        needs: 'all',
        documents: [{ text: list.map((word, at) => `${at + 1}. ${word}`).join('\n') }],
        metadata: { words: list.length },
      };
    }),
};

/** Single words of the corpus, each once. */
const vocabulary = [
  ...new Set(
    Object.values(words)
      .flat()
      .flatMap((entry) => entry.match(/(?<!\p{L})\p{Ll}{4,}(?!\p{L})/gu) ?? []),
  ),
];
