// Plain ways to spend a budget of tokens, beside which a compression has to be worth its work.
import { plainWords } from '../dist/evaluation/measures/survival.js';

/** The passages in the order of BM25 (k1 1.2, b 0.75) for the question. @param {string} question @param {string[]} texts */
export function bm25Order(question, texts) {
  const words = texts.map((text) => plainWords(text).split(' '));
  const average = words.reduce((sum, { length }) => sum + length, 0) / words.length;
  const scores = new Float64Array(texts.length);
  for (const term of new Set(plainWords(question).split(' '))) {
    const counts = words.map((list) => list.reduce((sum, word) => sum + Number(word === term), 0));
    const holding = counts.filter((count) => count > 0).length;
    const idf = Math.log(1 + (texts.length - holding + 0.5) / (holding + 0.5));
    for (const [at, count] of counts.entries()) {
      const norm = 1.2 * (0.25 + (0.75 * (words[at]?.length ?? 0)) / average);
      scores[at] = (scores[at] ?? 0) + (idf * count * 2.2) / (count + norm);
    }
  }
  return [...texts.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
}

/** The same shuffle for the same seed. @param {number} count @param {number} seed */
export function randomOrder(count, seed) {
  const order = Array.from({ length: count }, (_, at) => at);
  let state = (seed * 2654435761 + 12345) >>> 0;
  for (let at = count - 1; at > 0; at -= 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  return order;
}

/**
 * Takes whole passages in the given order until the budget is full, and of the last one what still fits.
 *
 * @param {number[]} order @param {string[]} texts @param {number} budget In tokens; a line break counts one.
 * @param {(text: string) => number} count
 * @returns {Map<number, number>} For each passage that is taken, how many of its characters.
 */
export function takeInOrder(order, texts, budget, count) {
  const taken = new Map();
  let left = budget;
  for (const at of order) {
    const text = texts[at] ?? '';
    const cost = count(text) + Number(!text.endsWith('\n'));
    if (cost > left) {
      taken.set(at, longestWithin(text, left, count));
      break;
    }
    taken.set(at, text.length);
    left -= cost;
  }
  return taken;
}

/** How long a beginning of the text is that costs no more than `tokens`. */
function longestWithin(text, tokens, count) {
  let [fits, tooLong] = [0, text.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (count(text.slice(0, middle)) <= tokens) fits = middle;
    else tooLong = middle;
  }
  return fits;
}
