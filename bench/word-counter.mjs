// Counts words and punctuation marks, one each: the measure in which rates of published word pruners are given.

/** @type {import('../dist/index.js').TokenCounter} */
export const wordCounter = {
  name: 'words',
  splitsAtSpaces: true,
  count: (text) => text.match(/[\p{L}\p{M}\p{N}_]+|[^\s\p{L}\p{M}\p{N}_]/gu)?.length ?? 0,
};
