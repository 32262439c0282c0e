import {
  CHAT_TEMPLATE_TOKENS,
  documentFrame,
  promptAround,
  USUAL_ANSWER_TOKENS,
} from '../models/engines/prompts.ts';
import type { TokenCounter } from '../models/tokens/token-counter.ts';
import { PithError } from '../pipeline/errors.ts';
import { emptyPromptTokens, type Prompt } from '../stages/assemble/prompt-tokens.ts';
import type { FitBudget } from './budget.ts';

/** What a template has in the place of the output, and of the question. */
const CONTEXT = '{context}';
const QUESTION = '{question}';

/** A prompt, and how many tokens it leaves for the output. */
export interface PromptRoom {
  readonly prompt: Prompt;
  readonly tokens: number;
}

/**
 * What is left of a model's context once the question, the template and the answer have their share.
 *
 * @throws {PithError} `budget` if nothing is left, `usage` for a template without one place for the output.
 */
export function promptRoom(
  { context, reserve = USUAL_ANSWER_TOKENS, template }: FitBudget,
  {
    questions,
    documents,
    counter,
  }: {
    /** Each is asked in a prompt of its own, so the longest counts. */
    readonly questions: readonly string[];
    readonly documents: readonly { readonly id: string }[];
    readonly counter: TokenCounter;
  },
): PromptRoom {
  const prompts = (questions.length === 0 ? [''] : questions).map((question) => {
    const prompt =
      template === undefined ? usualPrompt(question, documents) : filledTemplate(template, question);
    return { prompt, empty: emptyPromptTokens(counter, prompt) };
  });
  const { prompt, empty } = prompts.reduce((most, one) => (one.empty > most.empty ? one : most));
  const around = empty + (template === undefined ? CHAT_TEMPLATE_TOKENS : 0);
  const tokens = context - around - reserve;
  if (tokens >= 1) return { prompt, tokens };
  throw new PithError(
    'budget',
    `of ${context} tokens, ${around} are taken by the question and its prompt and ${reserve} are reserved for the answer: nothing is left`,
    { hint: 'Raise --fit, lower --reserve, or shorten the template.' },
  );
}

/** As `infer` asks a server: a frame around each document, instructions, the question. */
function usualPrompt(question: string, documents: readonly { readonly id: string }[]): Prompt {
  const [before, after] = promptAround(question);
  return { before, after, around: (ordinal) => documentFrame(documents[ordinal]?.id ?? '') };
}

function filledTemplate(template: string, question: string): Prompt {
  const [before, after, ...more] = template.split(CONTEXT);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new PithError('usage', `a template must hold ${CONTEXT} once`, {
      hint: `it stands for the output, and ${QUESTION} for the question`,
    });
  }
  return {
    before: before.replaceAll(QUESTION, () => question),
    after: after.replaceAll(QUESTION, () => question),
  };
}
