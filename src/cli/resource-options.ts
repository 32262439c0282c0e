import { availableParallelism } from 'node:os';
import type { Level, ResourceOptions } from '../compress/resources.ts';
import type { Settings } from './flags.ts';

/** What the settings say about model, tokenizer and threads. */
export function resourceOptions({ level = '6', tokenizer, threads, model }: Settings): ResourceOptions {
  return {
    level: Number(level) as Level,
    threads: threads ?? availableParallelism(),
    ...(tokenizer === undefined ? {} : { tokenizer }),
    ...(model === undefined ? {} : { model }),
  };
}
