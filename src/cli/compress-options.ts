import type { Budget } from '../compress/budget.ts';
import type { CompressOptions } from '../compress/compress-options.ts';
import { PithError } from '../pipeline/errors.ts';
import type { CommandContext } from './command.ts';
import { type Flag, longName } from './flag.ts';
import { type FlagKey, flags } from './flags.ts';
import { readTextFile } from './read-text-file.ts';

/** What sets or goes with a budget, besides the flags of that family. */
const BESIDES: readonly FlagKey[] = ['template', 'reserve', 'minPassage'];

/**
 * What the settings say about a compression.
 *
 * @throws PithError `usage` for a budget beside `--condense only`, which has none, and as {@link budgetOf}
 */
export async function compressOptions(context: CommandContext): Promise<CompressOptions> {
  const { settings, given, signal } = context;
  const { question, protect, gap, keep, strict, perDocument, minPassage, condense } = settings;
  const shared = { question, protect, gap, keep, strict, perDocument, signal };
  if (condense !== 'only')
    return { ...shared, minPassage, condense: condense !== 'off', budget: await budgetOf(context) };
  const table: Readonly<Record<FlagKey, Flag>> = flags;
  const lost = given.find((key) => table[key].family === 'budget' || BESIDES.includes(key));
  if (lost === undefined) return { ...shared, condense };
  throw new PithError('usage', `--condense only does not go with --${longName(lost)}`, {
    hint: 'it drops what is said again and nothing else; --condense on cuts to a budget besides',
  });
}

/**
 * The one budget that is set; the layers of settings see to it that it is one.
 *
 * @throws PithError `usage` for flags of --fit without it, `input` where the template cannot be read
 */
async function budgetOf({ settings, given }: CommandContext): Promise<Budget | undefined> {
  const { ratio, rate, targetTokens, fit, template, reserve } = settings;
  if (fit !== undefined) {
    const text = template === undefined ? undefined : await readTextFile(template);
    return { type: 'fit', context: fit, reserve, template: text };
  }
  const lost = (['template', 'reserve'] as const).find((key) => given.includes(key));
  if (lost !== undefined) {
    throw new PithError('usage', `--${longName(lost)} goes with --fit`, {
      hint: '--fit N leaves room for the question, the template and the answer in N tokens',
    });
  }
  if (targetTokens !== undefined) return { type: 'tokens', tokens: targetTokens };
  if (rate !== undefined) return { type: 'rate', rate };
  return ratio === undefined ? undefined : { type: 'ratio', ratio };
}
