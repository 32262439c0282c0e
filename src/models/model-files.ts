import { fileURLToPath } from 'node:url';
import { PithError } from '../pipeline/errors.ts';

/** Path of a file of the package's `data/` folder; the same from `src/` and from `dist/`. */
export function dataFile(name: string): string {
  return fileURLToPath(new URL(`../../data/${name}`, import.meta.url));
}

/** The levels that a model scores, and its name. Lower levels are lexical and load none. */
export const levelModels: ReadonlyMap<number, string> = new Map([
  [6, 'minilm-l3'],
  [9, 'minilm-l6'],
]);

/**
 * Path of the model card of a level's model.
 * @throws PithError `usage` if no model scores that level.
 */
export function modelForLevel(level: number): string {
  const name = levelModels.get(level);
  if (name === undefined) {
    throw new PithError('usage', `no model belongs to level ${level}`, {
      hint: `levels with a model: ${[...levelModels.keys()].join(', ')}`,
    });
  }
  return dataFile(`models/${name}.json`);
}

/** Path of the vocabulary that the bundled models share. */
export function bundledVocabulary(): string {
  return dataFile('models/vocab.txt');
}
