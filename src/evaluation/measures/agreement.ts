/** How well what was said agrees with the right answers, each from 0 to 1. */
export interface Agreement {
  /** Whether it is one of the answers, as SQuAD counts it; null where all of them are asked for. */
  readonly exact: number | null;
  /** F1 of its words with those of the closest answer, as SQuAD counts it; null where all of them are asked for. */
  readonly f1: number | null;
  /** Whether it holds one of the answers, as Lost in the Middle counts it; where all are asked for, their share, as RULER counts it. */
  readonly subspan: number;
}

/** @param said - what an engine answered; empty if it found nothing */
export function agreement(
  said: string,
  { answers, needs }: { readonly answers: readonly string[]; readonly needs: 'any' | 'all' },
): Agreement {
  if (needs === 'all') {
    const held = answers.filter((answer) => said.toLowerCase().includes(answer.toLowerCase()));
    return { exact: null, f1: null, subspan: held.length / answers.length };
  }
  const own = comparable(said);
  const right = answers.map(comparable);
  return {
    exact: Number(right.includes(own)),
    f1: Math.max(...right.map((answer) => wordF1(own, answer))),
    subspan: Number(right.some((answer) => own.includes(answer))),
  };
}

/** As SQuAD's script compares texts, but one without a word besides articles and marks ("A", "+") as it is: nothing said is not that. */
function comparable(text: string): string {
  return normalised(text) || spacedOnce(text.toLowerCase());
}

/** As SQuAD's script does it: lower case, no ASCII punctuation, no articles, single spaces. */
function normalised(text: string): string {
  const bare = text
    .toLowerCase()
    .replace(/[!-/:-@[-`{-~]/g, '')
    .replace(ARTICLE, ' ');
  return spacedOnce(bare);
}

function spacedOnce(text: string): string {
  return text
    .split(SPACES)
    .filter((word) => word !== '')
    .join(' ');
}

/** Between what Python takes for borders of words, which are those of all scripts. */
const ARTICLE = /(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu;
/** What Python's `split` takes for white space. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are white space there.
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** Of two normalised texts. An empty one agrees with another empty one only. */
function wordF1(said: string, right: string): number {
  const [own, gold] = [said, right].map((text) => (text === '' ? [] : text.split(' '))) as [
    string[],
    string[],
  ];
  if (own.length === 0 || gold.length === 0) return Number(own.length === gold.length);
  const left = new Map<string, number>();
  for (const word of gold) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of own) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    left.set(word, count - 1);
    shared += 1;
  }
  return (2 * shared) / (own.length + gold.length);
}
