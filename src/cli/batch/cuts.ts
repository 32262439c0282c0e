import { contentHash } from '../../batch/content-hash.ts';
import type { Cut } from '../../batch/cut.ts';
import { recipeOf } from '../../batch/recipe.ts';
import type { RecordOptions } from '../../compress/record.ts';
import type { Resources } from '../../compress/resources.ts';
import { tokenizerNames } from '../../models/tokens/token-counters.ts';
import { parseMediaType } from '../../stages/media-type.ts';
import type { CommandContext } from '../command.ts';
import { compressOptions } from '../compress-options.ts';
import { version } from '../version.ts';

/** The ways in which the settings want a corpus cut. */
export async function batchCuts(context: CommandContext, resources: Resources): Promise<readonly Cut[]> {
  const { settings } = context;
  const { ratios, records, format, partRecords, textField, questionField, mediaType } = settings;
  const options: RecordOptions = {
    ...(await compressOptions(context)),
    mediaType: mediaType === undefined ? undefined : parseMediaType(mediaType),
    ...(records === true ? { textField, questionField } : {}),
  };
  const form = {
    ...(records === true ? { records, partRecords } : { format }),
    tokenizer: await tokenizerHash(settings),
  };
  const cut = async (folder: string, own: RecordOptions): Promise<Cut> => ({
    folder,
    options: own,
    recipe: await recipeOf({ options: own, resources, form, version: version() }),
  });
  if (ratios === undefined) return [await cut('', options)];
  return Promise.all(
    [...new Set(ratios)].map((ratio) => cut(`r${ratio}/`, { ...options, budget: { type: 'ratio', ratio } })),
  );
}

/** Of a tokenizer that is a file, whose name says nothing. */
async function tokenizerHash({ tokenizer }: CommandContext['settings']): Promise<string | undefined> {
  const isFile = tokenizer !== undefined && !tokenizerNames.includes(tokenizer);
  return isFile ? await contentHash(tokenizer) : undefined;
}
