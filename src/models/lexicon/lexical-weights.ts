import { PithError } from '../../pipeline/errors.ts';

const NAMES = [
  'idf',
  'upper',
  'digit',
  'midCapital',
  'length',
  'position',
  'before',
  'after',
  'idfBefore',
  'idfAfter',
] as const;

/** What each feature of a word adds to its score; the file says what each feature is. */
export type LexicalWeights = Readonly<Record<(typeof NAMES)[number], number>>;

/**
 * Reads the weights of the lexical scorer.
 * @throws {PithError} `model` if a feature is missing, or one is there that this version does not know.
 */
export function parseLexicalWeights(json: string): LexicalWeights {
  const { features } = JSON.parse(json) as {
    readonly features: Readonly<Record<string, { weight: number }>>;
  };
  const unknown = Object.keys(features).find((name) => !(NAMES as readonly string[]).includes(name));
  const missing = NAMES.find((name) => typeof features[name]?.weight !== 'number');
  if (unknown !== undefined || missing !== undefined)
    throw new PithError('model', `the lexical weights do not fit this version: ${unknown ?? missing}`, {
      hint: 'Reinstall pith.',
    });
  return Object.fromEntries(NAMES.map((name) => [name, features[name]?.weight])) as LexicalWeights;
}
