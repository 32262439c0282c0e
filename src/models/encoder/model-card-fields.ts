import { PithError } from '../../pipeline/errors.ts';
import type { BaseCard, ModelCard } from './model-card-format.ts';
import { SHORTEST_QUESTION_WINDOW, SHORTEST_SENTENCE_WINDOW } from './piece-limits.ts';

/**
 * Checks the fields of the parsed card of an encoder that scores.
 * @throws PithError `model` that names the first field that is missing or of the wrong kind.
 */
export function checkModelCard(value: unknown, path: string): Omit<ModelCard, 'path'> {
  const card = new Fields(value, path);
  const fusion = card.fields('fusion');
  const base = readBase(card, SHORTEST_QUESTION_WINDOW);
  return {
    ...base,
    questionWindow: card.size('questionWindow', SHORTEST_QUESTION_WINDOW, base.maxPieces),
    fusion: {
      keep: { scorer: fusion.fields('keep').number('scorer') },
      question: { keep: fusion.fields('question').number('keep') },
      reader: { relevance: fusion.fields('reader').number('relevance') },
    },
  };
}

/**
 * Checks the fields of the parsed card of any model.
 * @throws PithError `model` that names the first field that is missing or of the wrong kind.
 */
export function checkBaseCard(value: unknown, path: string): Omit<BaseCard, 'path'> {
  return readBase(new Fields(value, path), SHORTEST_SENTENCE_WINDOW);
}

function readBase(card: Fields, leastPieces: number): Omit<BaseCard, 'path'> {
  return {
    name: card.text('name'),
    version: card.size('version'),
    layers: card.size('layers'),
    hidden: card.size('hidden'),
    maxPieces: card.size('maxPieces', leastPieces),
    file: card.text('file'),
    external: card.texts('external'),
    vocabulary: card.text('vocabulary'),
    sha256: card.fields('sha256').textByName(),
    license: card.text('license'),
    base: card.text('base'),
  };
}

/** Typed reading of an object that came from outside. */
class Fields {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #prefix: string;

  constructor(value: unknown, path: string, prefix = '') {
    this.#path = path;
    this.#prefix = prefix;
    if (!isObject(value)) throw this.#wrong('', 'an object');
    this.#values = value;
  }

  fields(name: string): Fields {
    return new Fields(this.#values[name], this.#path, `${this.#prefix}${name}.`);
  }

  text(name: string): string {
    const value = this.#values[name];
    if (typeof value !== 'string' || value === '') throw this.#wrong(name, 'a text');
    return value;
  }

  texts(name: string): readonly string[] {
    const value = this.#values[name];
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
      throw this.#wrong(name, 'a list of texts');
    }
    return value;
  }

  textByName(): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.keys(this.#values).map((name) => [name, this.text(name)]));
  }

  number(name: string): number {
    const value = this.#values[name];
    if (typeof value !== 'number' || !Number.isFinite(value)) throw this.#wrong(name, 'a number');
    return value;
  }

  size(name: string, least = 1, most = Number.POSITIVE_INFINITY): number {
    const value = this.number(name);
    const range = most < Number.POSITIVE_INFINITY ? `from ${least} to ${most}` : `of ${least} or more`;
    if (!Number.isInteger(value) || value < least || value > most)
      throw this.#wrong(name, `a whole number ${range}`);
    return value;
  }

  #wrong(name: string, expected: string): PithError {
    const field = `${this.#prefix}${name}`.replace(/\.$/, '') || 'it';
    return new PithError('model', `the model card ${this.#path} is wrong: ${field} must be ${expected}`, {
      hint: 'reinstall the package, or export the model again',
    });
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
