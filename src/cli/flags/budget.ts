import { tokenizerNames } from '../../models/tokens/token-counters.ts';
import { type Flag, file, number, text, toggle, tokensOrGpus } from '../flag.ts';
import { scoutContext } from './plan.ts';

/** What the output may cost, and what counts it. */
export const budgetFlags = {
  ratio: number('N', { min: 1 }, 'Cut to 1/N of the tokens', {
    short: 'r',
    group: 'Budget',
    commands: ['compress', 'explain', 'graph', 'batch'],
    family: 'budget',
    default: 3,
  }),
  rate: number('R', { above: 0, max: 1 }, 'Cut to this share of the tokens, such as 0.25', {
    group: 'Budget',
    commands: ['compress', 'explain', 'graph', 'batch'],
    family: 'budget',
  }),
  targetTokens: number('N', { min: 1, whole: true }, 'Cut to at most N tokens', {
    short: 't',
    group: 'Budget',
    commands: ['compress', 'explain', 'graph', 'batch'],
    family: 'budget',
  }),
  fit: tokensOrGpus(
    'N|GPUS',
    'Cut to what N tokens of context leave besides question, prompt and answer; GPUs such as 4xH100 stand for what Scout holds on them',
    {
      group: 'Budget',
      commands: ['compress', 'explain', 'graph', 'batch'],
      family: 'budget',
    },
    scoutContext,
  ),
  template: file('FILE', 'The prompt of --fit, with {context} and {question} in it', {
    group: 'Budget',
    commands: ['compress', 'explain', 'batch'],
    defaultText: 'the prompt of infer',
  }),
  reserve: number('N', { min: 0, whole: true }, 'Tokens that --fit leaves for the answer', {
    group: 'Budget',
    commands: ['compress', 'explain', 'batch'],
    defaultText: '1024',
  }),
  perDocument: toggle('Give each document the budget for itself, instead of one for all', {
    group: 'Budget',
    commands: ['compress'],
  }),
  minPassage: number(
    'N',
    { min: 0, whole: true },
    'Keep at least N tokens of a passage, or all or nothing of it',
    {
      group: 'Budget',
      commands: ['compress', 'explain', 'batch'],
      default: 0,
    },
  ),
  tokenizer: text('NAME', `What counts tokens: ${tokenizerNames.join(', ')}, or a tokenizer.json`, {
    suggests: tokenizerNames,
    group: 'Budget',
    commands: ['compress', 'explain', 'eval', 'graph', 'batch'],
    default: 'o200k_base',
  }),
} as const satisfies Record<string, Flag>;
