import { PithError } from '../../pipeline/errors.ts';

const NAMES = [
  'word',
  'wordBefore',
  'wordAfter',
  'word2Before',
  'word2After',
  'ending',
  'shape',
  'length',
  'shapeBefore',
  'shapeAfter',
  'shapesAround',
  'shapes',
  'shape2Before',
  'shape2After',
  'shape3Before',
  'shape3After',
  'gapBefore',
  'gapAfter',
  'gap2Before',
  'gap2After',
  'place',
  'sentence',
  'position',
  'repetition',
] as const;

/** For each feature, by its value, what it adds to the score of a word, in steps. */
export type LexicalTables = Readonly<Record<(typeof NAMES)[number], Int8Array>>;

/** What the features of a word count; the file says what each feature is. */
export interface LexicalWeights {
  /** What a step of the tables is worth. */
  readonly step: number;
  /** The share of both neighbours' scores that a word gets on top of its own. */
  readonly blend: number;
  /** Added to every score. */
  readonly base: number;
  /** What a unit of novelty is worth: how much rarer the input has made the word, see `WordFrequencies`. */
  readonly novelty: number;
  readonly tables: LexicalTables;
}

interface StoredWeights {
  readonly step?: number;
  readonly blend?: number;
  readonly base?: number;
  readonly novelty?: number;
  readonly tables?: Readonly<Record<string, { readonly size: number; readonly steps: string }>>;
}

/**
 * Reads the weights of the lexical scorer.
 * @throws {PithError} `model` if something is missing or cut, or a table is there that this version does not know.
 */
export function parseLexicalWeights(json: string): LexicalWeights {
  const stored = parsed(json);
  const number = (name: 'step' | 'blend' | 'base' | 'novelty') => {
    const value = stored[name];
    return typeof value === 'number' ? value : refuse(name);
  };
  const tables = stored.tables ?? refuse('tables');
  const unknown = Object.keys(tables).find((name) => !(NAMES as readonly string[]).includes(name));
  if (unknown !== undefined) refuse(unknown);
  const read = NAMES.map((name) => {
    const table = tables[name] ?? refuse(name);
    const steps = Buffer.from(typeof table.steps === 'string' ? table.steps : refuse(name), 'base64');
    if (steps.length !== table.size) refuse(name);
    return [name, new Int8Array(steps)] as const;
  });
  return {
    step: number('step'),
    blend: number('blend'),
    base: number('base'),
    novelty: number('novelty'),
    tables: Object.fromEntries(read) as Record<(typeof NAMES)[number], Int8Array>,
  };
}

function parsed(json: string): StoredWeights {
  try {
    return (JSON.parse(json) as StoredWeights | null) ?? {};
  } catch (cause) {
    throw new PithError('model', 'the lexical weights are damaged: the file is not JSON', {
      hint: 'Reinstall pith.',
      cause,
    });
  }
}

function refuse(what: string): never {
  throw new PithError('model', `the lexical weights do not fit this version: ${what}`, {
    hint: 'Reinstall pith.',
  });
}

/** @throws {PithError} `model`, by the name of the first, if a table has not one step for each value of its feature. */
export function checkTableSizes(
  tables: LexicalTables,
  sizes: Readonly<Record<keyof LexicalTables, number>>,
): void {
  for (const name of NAMES) if (tables[name].length !== sizes[name]) refuse(name);
}
