import type { ExpectedAnswers } from '../models/curves.ts';
import { duration, grouped } from './summary.ts';

/** Tokens that a large model reads in a second on a server of its own: what compressing is compared with. */
export const READ_TOKENS_A_SECOND = 5000;
/** Every model in use reads so much at once, and well. */
const SHORT_TOKENS = 8192;
/** Below this share of answers a ratio is too high for what was asked. */
const FEW_ANSWERS = 0.7;

/** What is known of a run before it is made. */
export interface Prospect {
  readonly inputTokens: number;
  readonly budget: number;
  /** Whether the budget is a limit in tokens, and not a share of the input. */
  readonly isLimit: boolean;
  /** Whether a question is known. */
  readonly isAsked: boolean;
  /** Seconds that it would take, if that is known. */
  readonly seconds: number | undefined;
  readonly answers: ExpectedAnswers | undefined;
}

/** Whether to compress at all, and what speaks for and against it. */
export interface Advice {
  readonly pays: boolean;
  /** Sentences without a full stop. */
  readonly reasons: readonly string[];
}

/** Weighs what a compression costs against what it saves. */
export function advise({ inputTokens, budget, isLimit, isAsked, seconds, answers }: Prospect): Advice {
  if (inputTokens <= budget)
    return { pays: false, reasons: ['compressing does not pay: the input is within its budget as it is'] };
  const reasons: string[] = [];
  const isShort = !isLimit && inputTokens <= SHORT_TOKENS;
  if (isShort) {
    reasons.push(
      `compressing does not pay: no limit is reached, as models read ${grouped(inputTokens)} tokens at once (-t or --fit names a limit)`,
    );
  }
  const saved = (inputTokens - budget) / READ_TOKENS_A_SECOND;
  const isSlow = seconds !== undefined && seconds > saved;
  if (isSlow && !isShort) {
    const cost = `it takes about ${duration(seconds)} and saves a model that reads ${grouped(READ_TOKENS_A_SECOND)} tokens a second ${duration(saved)}`;
    reasons.push(
      isLimit
        ? `compressing costs more time than it saves: ${cost}; it pays where the limit must be kept`
        : `compressing does not pay in time: ${cost}; it pays where tokens cost money, or for many questions on one text`,
    );
  }
  if (answers !== undefined && answers.kept < FEW_ANSWERS) {
    const remedy = isAsked ? 'a lower ratio keeps more' : 'a question (-q), or a lower ratio, keeps more';
    reasons.push(`much is lost at this ratio: ${remedy}`);
  }
  return { pays: !isShort && (isLimit || !isSlow), reasons };
}
