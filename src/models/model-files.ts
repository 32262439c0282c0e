import { fileURLToPath } from 'node:url';
import { PithError } from '../pipeline/errors.ts';

/** Path of a file of the package's `data/` folder; the same from `src/` and from `dist/`. */
export function dataFile(name: string): string {
  return fileURLToPath(new URL(`../../data/${name}`, import.meta.url));
}

/**
 * The levels, fastest first: each is better than the ones before it and slower. A line here is all that a new
 * encoder needs, beside its files in `data/models/`.
 */
const levelTable = [
  // Word statistics alone.
  { level: 1, model: undefined },
  { level: 3, model: 'minilm-l2' },
  { level: 6, model: 'minilm-l4' },
  { level: 9, model: 'minilm-l8' },
] as const;

/** How much work a score is worth: a higher level is slower and chooses better. */
export type Level = (typeof levelTable)[number]['level'];

/** The levels that there are, fastest first. */
export const levels: readonly Level[] = levelTable.map(({ level }) => level);

/** The levels that a model scores, and its name. Lower levels are lexical and load none. */
export const levelModels: ReadonlyMap<Level, string> = new Map(
  levelTable.flatMap(({ level, model }) => (model === undefined ? [] : [[level, model] as const])),
);

/** The model that embeds sentences, whatever the level. */
export const SENTENCE_MODEL = 'minilm-s2';

/**
 * Path of the model card of a level's model.
 * @throws PithError `usage` if no model scores that level.
 */
export function modelForLevel(level: number): string {
  const name = levelTable.find((row) => row.level === level)?.model;
  if (name === undefined) {
    throw new PithError('usage', `no model belongs to level ${level}`, {
      hint: `levels with a model: ${[...levelModels.keys()].join(', ')}`,
    });
  }
  return bundledModel(name);
}

/** Path of the model card of a model that ships. */
export function bundledModel(name: string): string {
  return dataFile(`models/${name}.json`);
}

/** The language model that ships: a tiny one of Scout's architecture, for tests and to try the llama engine with. */
export const BUNDLED_LANGUAGE_MODEL = 'scout-nano';

/** Path of the GGUF file that a name stands for, if it is the name of the one that ships; else the name itself. */
export function ggufPath(name: string): string {
  return name === BUNDLED_LANGUAGE_MODEL ? dataFile(`models/${name}.gguf`) : name;
}

/** Path of the vocabulary that the bundled models share. */
export function bundledVocabulary(): string {
  return dataFile('models/vocab.txt');
}
