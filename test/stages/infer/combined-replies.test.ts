import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/models/engines/engine.ts';
import { addUsage, bestExtracts } from '../../../src/stages/infer/combined-replies.ts';

function extract(text: string, score: number, document = 'd'): Answer {
  return { type: 'extract', text, score, confidence: 0.5, document, source: [] };
}

describe('bestExtracts', () => {
  it('keeps the best of each answer, best first, the earlier of equals', () => {
    const answers = [
      extract('Ayr', 1),
      extract('the Bute', 3),
      extract('ayr.', 2),
      extract('Bute', 3, 'later'),
    ];
    expect(bestExtracts(answers, 5)).toEqual([extract('the Bute', 3), extract('ayr.', 2)]);
    expect(bestExtracts(answers, 1)).toHaveLength(1);
  });
});

describe('addUsage', () => {
  const windows = { read: 1, total: 1 };
  it('adds what is known, and claims nothing where nothing is', () => {
    const replies = [
      { answers: [], windows, usage: { inputTokens: 5, outputTokens: 1 } },
      { answers: [], windows },
      { answers: [], windows, usage: { inputTokens: 7, outputTokens: 2 } },
    ];
    expect(addUsage(replies)).toEqual({ usage: { inputTokens: 12, outputTokens: 3 } });
    expect(addUsage(replies.slice(1, 2))).toEqual({});
    const known = { answers: [], windows, usage: { inputTokens: 4, outputTokens: 1, cachedTokens: 3 } };
    expect(addUsage([...replies, known])).toMatchObject({ usage: { inputTokens: 16, cachedTokens: 3 } });
  });
});
