import { PithError } from '../../../pipeline/errors.ts';
import type { GgufHeader } from './header.ts';
import type { MetadataValue } from './metadata-value.ts';

/** No model has more, and what is made for each layer must not grow with a number in a file. */
const MOST_LAYERS = 2 ** 12;

/** Typed reading of what a header says of its architecture: keys are those after its name. */
export class GgufFields {
  readonly architecture: string;
  /** The layers that every token passes; those that guess further tokens come after them. */
  readonly layers: number;
  readonly #header: GgufHeader;

  /** @throws {PithError} `model` if the header is not that of a model with layers. */
  constructor(header: GgufHeader) {
    this.#header = header;
    const architecture = header.metadata.get('general.architecture');
    if (typeof architecture !== 'string') throw this.#wrong('general.architecture', 'a text');
    this.architecture = architecture;
    this.layers = this.size('block_count') - (this.optionalSize('nextn_predict_layers') ?? 0);
    if (this.layers < 1 || this.layers > MOST_LAYERS) {
      throw this.#wrong(this.#name('block_count'), `the number of at most ${MOST_LAYERS} layers`);
    }
  }

  /** @throws {PithError} `model` if there is no such number above 0. */
  size(key: string): number {
    const size = this.optionalSize(key);
    if (size === undefined || size === 0) throw this.#wrong(this.#name(key), 'a whole number above 0');
    return size;
  }

  /** @throws {PithError} `model` if there is something else than a whole number. */
  optionalSize(key: string): number | undefined {
    const value = this.#value(key);
    if (value === undefined || isSize(value)) return value;
    throw this.#wrong(this.#name(key), 'a whole number');
  }

  /** One number for each layer, from a list or from one for all; undefined if there is neither. */
  perLayer(key: string): readonly number[] | undefined {
    const listed = this.list(key);
    if (listed === undefined) {
      const size = this.optionalSize(key);
      return size === undefined ? undefined : this.eachLayer(() => size);
    }
    const sizes = listed.map(Number);
    if (sizes.length >= this.layers && sizes.every(isSize)) return sizes;
    throw this.#wrong(this.#name(key), `a whole number, or one for each of ${this.layers} layers`);
  }

  /** The list under this key, if there is one. */
  list(key: string): readonly (number | boolean)[] | undefined {
    const value = this.#value(key);
    return typeof value === 'object' ? value.items : undefined;
  }

  eachLayer<T>(make: (layer: number) => T): T[] {
    return Array.from({ length: this.layers }, (_, layer) => make(layer));
  }

  #value(key: string): MetadataValue | undefined {
    return this.#header.metadata.get(this.#name(key));
  }

  #name(key: string): string {
    return `${this.architecture}.${key}`;
  }

  #wrong(name: string, expected: string): PithError {
    const { file, metadata } = this.#header;
    const value = metadata.get(name);
    const found = value === undefined ? 'is missing' : `is ${shown(value)}`;
    return new PithError('model', `${file} is no model to plan for: ${name} ${found}`, {
      at: { document: file },
      hint: `it must be ${expected}; name the file of a language model, not of a projector or an adapter`,
    });
  }
}

function isSize(value: MetadataValue): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function shown(value: MetadataValue): string {
  return typeof value === 'object' ? `a list of ${value.count}` : JSON.stringify(value);
}
