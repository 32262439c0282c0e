import { PithError } from '../../pipeline/errors.ts';
import type { MediaType } from '../../stages/media-type.ts';
import { type Budget, checkBudget, DEFAULT_BUDGET } from '../budget.ts';
import { checkCompressOptions } from '../check-arguments.ts';
import type { CompressOptions } from '../compress-options.ts';

/** What a stream is compressed for, and by how much. What it says again counts like the rest: nothing is remembered of it. */
export interface StreamOptions
  extends Pick<CompressOptions, 'question' | 'keep' | 'gap' | 'minPassage' | 'signal'> {
  /** A ratio or a rate: a stream has no end that a number of tokens could be for. @default { type: 'ratio', ratio: 3 } */
  readonly budget?: Budget | undefined;
  /** @default what the first 16 Ki characters look like */
  readonly mediaType?: MediaType | undefined;
}

/**
 * Tokens of the output for each of the input.
 *
 * @throws {PithError} `usage` for options that make no sense, or need the end of the input.
 */
export function checkedRate(options: StreamOptions): number {
  checkCompressOptions(options);
  const { budget = DEFAULT_BUDGET } = options;
  checkBudget(budget);
  const given: Readonly<Record<string, unknown>> = { ...options };
  const foreign = ['protect', 'strict', 'explain', 'perDocument', 'condense'].find(
    (name) => given[name] !== undefined && given[name] !== false,
  );
  if (foreign !== undefined)
    throw new PithError('usage', `the option ${foreign} does not go with a stream, which is read only once`);
  if (budget.type === 'ratio') return 1 / budget.ratio;
  if (budget.type === 'rate') return budget.rate;
  throw new PithError('usage', `a stream has no end that a budget of the type ${budget.type} could be for`, {
    hint: "give a share of what comes: { type: 'ratio', ratio: 4 }",
  });
}
