import type { Budget } from '../compress/budget.ts';
import type { CompressOptions } from '../compress/compress-options.ts';
import { PithError } from '../pipeline/errors.ts';
import type { CommandContext } from './command.ts';
import { longName } from './flag.ts';
import { readTextFile } from './read-text-file.ts';

/** What the settings say about a compression. */
export async function compressOptions(context: CommandContext): Promise<CompressOptions> {
  const { settings, signal } = context;
  const { question, protect, gap, keep, strict, perDocument, minPassage } = settings;
  const budget = await budgetOf(context);
  return { question, protect, gap, keep, strict, perDocument, minPassage, signal, budget };
}

/**
 * The one budget that is set; the layers of settings see to it that it is one.
 *
 * @throws PithError `usage` for flags of --fit without it, `input` where the template cannot be read
 */
export async function budgetOf({ settings, given }: CommandContext): Promise<Budget | undefined> {
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
