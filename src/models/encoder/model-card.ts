import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PithError } from '../../pipeline/errors.ts';
import { checkBaseCard, checkModelCard } from './model-card-fields.ts';
import type { BaseCard, ModelCard } from './model-card-format.ts';

export type { BaseCard, Fusion, ModelCard } from './model-card-format.ts';

export interface ModelCardOptions {
  /**
   * Read every file of the model and compare its SHA-256 with the card's.
   * @default false
   */
  readonly verify?: boolean;
}

/**
 * Reads the card of an encoder that scores, and makes sure that the files it names are there.
 * @throws PithError `model` if the card or a file is missing, unreadable or (with `verify`) damaged.
 */
export async function loadModelCard(path: string, options: ModelCardOptions = {}): Promise<ModelCard> {
  return checkFiles({ path: resolve(path), ...checkModelCard(await readCard(path), path) }, options);
}

/**
 * Reads what the card of any model says, and makes sure that the files it names are there.
 * @throws PithError `model` if the card or a file is missing, unreadable or (with `verify`) damaged.
 */
export async function loadBaseCard(path: string, options: ModelCardOptions = {}): Promise<BaseCard> {
  return checkFiles({ path: resolve(path), ...checkBaseCard(await readCard(path), path) }, options);
}

/** Path of a file that the card names. */
export function modelFile(card: BaseCard, name: string): string {
  return join(dirname(card.path), name);
}

/** Paths of all files that a model consists of, the card itself first. */
export function cardFiles(card: BaseCard): readonly string[] {
  return [card.path, ...namesOf(card).map((name) => modelFile(card, name))];
}

function namesOf({ file, external, vocabulary }: BaseCard): readonly string[] {
  return [file, ...external, vocabulary];
}

async function checkFiles<T extends BaseCard>(card: T, { verify = false }: ModelCardOptions): Promise<T> {
  for (const name of namesOf(card)) await checkFile(card, name, verify);
  return card;
}

async function readCard(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new PithError('model', `cannot read the model card ${path}`, {
      cause,
      hint: 'reinstall the package, or give the path of a model card (.json)',
    });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PithError('model', `the model card ${path} is not JSON`, { cause });
  }
}

async function checkFile(card: BaseCard, name: string, verify: boolean): Promise<void> {
  const path = modelFile(card, name);
  try {
    if (!verify) return await access(path);
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    if (hash.digest('hex') === card.sha256[name]) return;
  } catch (cause) {
    throw new PithError('model', `cannot read ${path}, a file of the model ${card.name}`, {
      cause,
      hint: 'reinstall the package, or put the file beside the model card',
    });
  }
  throw new PithError('model', `${path} is not the file that the model card ${card.name} describes`, {
    hint: 'its SHA-256 differs: reinstall the package, or fetch the file again',
  });
}
