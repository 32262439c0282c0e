import { describe, expect, it } from 'vitest';
import { advise, type Prospect } from '../../src/cli/advice.ts';

const prospect: Prospect = {
  inputTokens: 100_000,
  budget: 10_000,
  isLimit: false,
  isAsked: true,
  seconds: 4,
  answers: { kept: 0.9 },
};

describe('advice', () => {
  it('has nothing against what takes less time than it saves', () => {
    expect(advise(prospect)).toEqual({ pays: true, reasons: [] });
  });

  it.each<[string, Partial<Prospect>, boolean, string]>([
    ['within the budget', { budget: 100_000 }, false, 'within its budget'],
    ['short, and no limit', { inputTokens: 5000, budget: 500 }, false, 'no limit is reached'],
    ['slower than what it saves', { seconds: 40 }, false, 'takes about 40.0 s and saves a model'],
    [
      'the same where a limit must be kept',
      { seconds: 40, isLimit: true },
      true,
      'pays where the limit must be kept',
    ],
    ['much lost', { answers: { kept: 0.3 } }, true, 'a lower ratio keeps more'],
    ['much lost without a question', { answers: { kept: 0.3 }, isAsked: false }, true, 'a question (-q)'],
  ])('%s', (_, change, pays, reason) => {
    const advice = advise({ ...prospect, ...change });
    expect(advice.pays).toBe(pays);
    expect(advice.reasons.join('\n')).toContain(reason);
  });

  it('says nothing of time that it does not know', () => {
    expect(advise({ ...prospect, seconds: undefined, answers: undefined })).toEqual({
      pays: true,
      reasons: [],
    });
  });

  it('has nothing against a short input that must fit a limit', () => {
    const short = { inputTokens: 5000, budget: 500, isLimit: true, seconds: 0.1 };
    expect(advise({ ...prospect, ...short })).toEqual({ pays: true, reasons: [] });
  });
});
