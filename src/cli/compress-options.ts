import type { Budget } from '../compress/budget.ts';
import type { CompressOptions } from '../compress/compress-options.ts';
import type { CommandContext } from './command.ts';
import type { Settings } from './flags.ts';

/** What the settings say about a compression. */
export function compressOptions({ settings, signal }: CommandContext): CompressOptions {
  const { question, protect, gap, keep, strict } = settings;
  return { question, protect, gap, keep, strict, signal, budget: budgetOf(settings) };
}

/** The one budget that is set; the layers of settings see to it that it is one. */
export function budgetOf({ ratio, rate, targetTokens }: Settings): Budget | undefined {
  if (targetTokens !== undefined) return { type: 'tokens', tokens: targetTokens };
  if (rate !== undefined) return { type: 'rate', rate };
  return ratio === undefined ? undefined : { type: 'ratio', ratio };
}
