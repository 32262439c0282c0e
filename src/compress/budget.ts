import { PithError } from '../pipeline/errors.ts';

/** How much the output may cost, in tokens of the target model. */
export type Budget =
  /** The input's tokens divided by `ratio`, which is 1 or more. */
  | { readonly type: 'ratio'; readonly ratio: number }
  /** The share of the input's tokens that is kept, above 0 and at most 1. */
  | { readonly type: 'rate'; readonly rate: number }
  | { readonly type: 'tokens'; readonly tokens: number };

export const DEFAULT_BUDGET: Budget = { type: 'ratio', ratio: 3 };

/**
 * The budget in whole tokens, rounded down.
 * @throws {PithError} `usage` for a budget that makes no sense.
 */
export function budgetTokens(budget: Budget, inputTokens: number): number {
  checkBudget(budget);
  if (budget.type === 'tokens') return budget.tokens;
  return Math.floor(budget.type === 'ratio' ? inputTokens / budget.ratio : inputTokens * budget.rate);
}

export function checkBudget(budget: Budget): void {
  if (budget.type === 'ratio' && !(budget.ratio >= 1 && Number.isFinite(budget.ratio)))
    throw new PithError('usage', `the ratio must be 1 or more, not ${budget.ratio}`);
  if (budget.type === 'rate' && !(budget.rate > 0 && budget.rate <= 1))
    throw new PithError('usage', `the rate must be above 0 and at most 1, not ${budget.rate}`);
  if (budget.type === 'tokens' && !(Number.isInteger(budget.tokens) && budget.tokens >= 0))
    throw new PithError('usage', `the target must be a whole number of tokens, not ${budget.tokens}`);
}
