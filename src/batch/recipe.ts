import { createHash } from 'node:crypto';
import type { CompressOptions } from '../compress/compress-options.ts';
import type { RecordOptions } from '../compress/record.ts';
import type { Resources } from '../compress/resources.ts';

/** What decides, beside its input, what an output holds. */
export interface RecipeParts {
  readonly options: CompressOptions | RecordOptions;
  readonly resources: Resources;
  /** Anything else: the form of the output, how inputs are read. */
  readonly form: Readonly<Record<string, unknown>>;
  /** The version of pith. */
  readonly version: string;
}

/** A hash of all that: where it is the same, and the input is, the output is. */
export async function recipeOf({ options, resources, form, version }: RecipeParts): Promise<string> {
  const { signal: _, onEvent: __, ...asked } = options;
  const scorer = [resources.scorerName, await resources.scorerHash()];
  const parts = [version, scorer, resources.counter.name, ordered(asked), ordered(form)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** In the order of the names, so that it does not matter who sets what first. */
function ordered(fields: object): readonly (readonly [string, unknown])[] {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
