import { PithError } from '../pipeline/errors.ts';
import { shown } from './check-arguments.ts';

/** How much the output may cost, in tokens of the target model. */
export type Budget =
  /** The input's tokens divided by `ratio`, which is 1 or more. */
  | { readonly type: 'ratio'; readonly ratio: number }
  /** The share of the input's tokens that is kept, above 0 and at most 1. */
  | { readonly type: 'rate'; readonly rate: number }
  /** A whole number, 1 or more. */
  | { readonly type: 'tokens'; readonly tokens: number }
  | FitBudget;

/** What a model's context holds besides the question, the prompt around both, and the answer. */
export interface FitBudget {
  readonly type: 'fit';
  /** Tokens that the model reads at once, answer included: a whole number. */
  readonly context: number;
  /** Tokens that are kept for the answer: a whole number. @default 1024, as `infer` does */
  readonly reserve?: number | undefined;
  /** The prompt's text, with `{context}` once where the output goes, and `{question}`. @default the prompt of `infer` */
  readonly template?: string | undefined;
}

/** A budget that is known once the input is. */
export type PlainBudget = Exclude<Budget, FitBudget>;

/** What a compression may spend if nothing is said: a third of the tokens. */
export const DEFAULT_BUDGET: PlainBudget = { type: 'ratio', ratio: 3 };

/**
 * The budget in whole tokens, rounded down.
 * @throws {PithError} `usage` for a budget that makes no sense.
 */
export function budgetTokens(budget: PlainBudget, inputTokens: number): number {
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
  const value = given[rule.field ?? type];
  if (typeof value !== 'number' || !rule.holds(value)) {
    const message = `the ${rule.field ?? type} of a budget must be ${rule.kind}, not ${shown(value)}`;
    throw new PithError('usage', message, { hint: `such as ${rule.such}` });
  }
  if (type === 'fit') checkParts(given);
}

function checkParts({ reserve, template }: Readonly<Record<string, unknown>>): void {
  if (reserve !== undefined && !(Number.isSafeInteger(reserve) && Number(reserve) >= 0))
    throw new PithError('usage', `the reserve of a budget must be a whole number, not ${shown(reserve)}`);
  if (template !== undefined && typeof template !== 'string')
    throw new PithError('usage', `the template of a budget must be a text, not ${shown(template)}`);
}

interface Rule {
  /** Where the number stands, if not in the field of the type's own name. */
  readonly field?: string;
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
  [
    'fit',
    {
      field: 'context',
      holds: (value: number) => Number.isSafeInteger(value) && value >= 1,
      kind: 'a whole number of 1 or more',
      such: "{ type: 'fit', context: 8192 }",
    },
  ],
]);
