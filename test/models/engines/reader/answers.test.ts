import { describe, expect, it } from 'vitest';
import { rankAnswers } from '../../../../src/models/engines/reader/answers.ts';

/** A document with one piece a word. */
const text = 'in the old town by the sea';
const starts = [...text.matchAll(/\w+/g)].map(({ index }) => index);
const ends = [...text.matchAll(/\w+/g)].map((match) => match.index + match[0].length);
const document = { id: 'd', text };

function window(from: number, to: number) {
  const count = to - from;
  return {
    document,
    ids: new Int32Array(count),
    types: new Uint8Array(count),
    starts: Uint32Array.from(starts.slice(from, to)),
    ends: Uint32Array.from(ends.slice(from, to)),
  };
}

function output(count: number, first: number, last: number, logit: number, relevance = 0) {
  const tokens = new Float32Array(4 * count).fill(-20);
  tokens[4 * first + 2] = logit;
  tokens[4 * last + 3] = logit;
  return { tokens, relevance };
}

describe('rankAnswers', () => {
  it('drops an answer that overlaps a better one of the next window', () => {
    // "old town", and "town by" as the second window sees it.
    const windows = [window(0, 5), window(1, 7)];
    const outputs = [output(5, 2, 3, 4), output(6, 2, 3, 3)];
    const answers = rankAnswers(windows, outputs, { count: 2, relevanceWeight: 1 });
    expect(answers[0]).toMatchObject({ text: 'old town', score: 8, source: [[7, 15]] });
    expect(
      answers.slice(1).every(({ source }) => (source[0]?.[1] ?? 0) <= 7 || (source[0]?.[0] ?? 0) >= 15),
    ).toBe(true);
  });

  it('is sure where span and relevance are, and not where one of them is not', () => {
    const confidence = (logit: number, relevance: number) =>
      rankAnswers([window(0, 7)], [output(7, 2, 3, logit, relevance)], { count: 1, relevanceWeight: 1 })[0]
        ?.confidence;
    expect(confidence(5, 9)).toBeCloseTo(1, 3);
    expect(confidence(5, 0)).toBeCloseTo(0.5, 3);
    expect(confidence(5, -9)).toBeCloseTo(0, 3);
    expect(confidence(-20, 9)).toBeCloseTo(1 / 49, 3);
  });
});
