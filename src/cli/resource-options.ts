import { availableParallelism } from 'node:os';
import type { Level, ResourceOptions } from '../compress/resources.ts';
import type { CommandContext } from './command.ts';
import { hubOptions } from './hub-options.ts';

/** What the settings say about model, tokenizer and threads. */
export function resourceOptions(context: CommandContext): ResourceOptions {
  const { level = '6', tokenizer, threads, scorer, condense } = context.settings;
  return {
    // What is said again is found without a model.
    level: condense === 'only' ? 1 : (Number(level) as Level),
    threads: threads ?? availableParallelism(),
    hub: hubOptions(context),
    ...(tokenizer === undefined ? {} : { tokenizer }),
    ...(scorer === undefined ? {} : { scorer }),
  };
}
