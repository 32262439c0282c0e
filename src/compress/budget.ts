import { PithError } from '../pipeline/errors.ts';
import { shown } from './check-arguments.ts';

/** How much the output may cost, in tokens of the target model. */
export type Budget =
  /** The input's tokens divided by `ratio`, which is 1 or more. */
  | { readonly type: 'ratio'; readonly ratio: number }
  /** The share of the input's tokens that is kept, above 0 and at most 1. */
  | { readonly type: 'rate'; readonly rate: number }
  /** A whole number, 1 or more. */
  | { readonly type: 'tokens'; readonly tokens: number };

/** What a compression may spend if nothing is said: a third of the tokens. */
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

/** @throws {PithError} `usage` for a budget that makes no sense, or is none. */
export function checkBudget(budget: Budget): void {
  const given: Readonly<Record<string, unknown>> = { ...budget };
  const type = String(given['type']);
  const rule = rules.get(type);
  if (rule === undefined) {
    const message =
      'type' in given ? `no budget has the type ${shown(given['type'])}` : `${shown(budget)} is no budget`;
    throw new PithError('usage', message, {
      hint: `give ${[...rules.values()].map(({ such }) => such).join(', or ')}`,
    });
  }
  const value = given[type];
  if (typeof value !== 'number' || !rule.holds(value)) {
    const message = `the ${type} of a budget must be ${rule.kind}, not ${shown(value)}`;
    throw new PithError('usage', message, { hint: `such as ${rule.such}` });
  }
}

interface Rule {
  readonly holds: (value: number) => boolean;
  readonly kind: string;
  readonly such: string;
}

const rules: ReadonlyMap<string, Rule> = new Map([
  [
    'tokens',
    {
      holds: (value: number) => Number.isSafeInteger(value) && value >= 1,
      kind: 'a whole number of 1 or more',
      such: "{ type: 'tokens', tokens: 500 }",
    },
  ],
  [
    'ratio',
    {
      holds: (value: number) => value >= 1 && Number.isFinite(value),
      kind: '1 or more',
      such: "{ type: 'ratio', ratio: 3 }",
    },
  ],
  [
    'rate',
    {
      holds: (value: number) => value > 0 && value <= 1,
      kind: 'above 0 and at most 1',
      such: "{ type: 'rate', rate: 0.25 }",
    },
  ],
]);
