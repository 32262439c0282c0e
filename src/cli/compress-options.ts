import type { Budget } from '../compress/budget.ts';
import type { CompressOptions } from '../compress/compress-options.ts';
import { PithError } from '../pipeline/errors.ts';
import type { CommandContext } from './command.ts';
import { type Flag, longName } from './flag.ts';
import { type FlagKey, flags, type Settings } from './flags.ts';

/**
 * What the settings say about a compression.
 * @throws PithError `usage` for a budget beside `--condense only`, which has none
 */
export function compressOptions({ settings, given, signal }: CommandContext): CompressOptions {
  const { question, protect, gap, keep, strict } = settings;
  const shared = { question, protect, gap, keep, strict, signal };
  if (settings.condense !== 'only')
    return { ...shared, condense: settings.condense !== 'off', budget: budgetOf(settings) };
  const budget = given.find((key) => (flags as Record<FlagKey, Flag>)[key].family === 'budget');
  if (budget === undefined) return { ...shared, condense: 'only' };
  throw new PithError('usage', `--condense only does not go with --${longName(budget)}`, {
    hint: 'it drops what is said again and nothing else; --condense on cuts to a budget besides',
  });
}

/** The one budget that is set; the layers of settings see to it that it is one. */
export function budgetOf({ ratio, rate, targetTokens }: Settings): Budget | undefined {
  if (targetTokens !== undefined) return { type: 'tokens', tokens: targetTokens };
  if (rate !== undefined) return { type: 'rate', rate };
  return ratio === undefined ? undefined : { type: 'ratio', ratio };
}
