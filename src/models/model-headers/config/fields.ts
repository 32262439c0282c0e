import { PithError } from '../../../pipeline/errors.ts';

/** No model has more, and what is made for each layer must not grow with a number in a file. */
const MOST_LAYERS = 2 ** 12;
/** No width, vocabulary or context is larger. */
const LARGEST = 2 ** 32;

/** Typed reading of a configuration. Keys may have several names, the usual one first; `null` is as good as nothing. */
export class ConfigFields {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #file: string;

  /** @throws {PithError} `model` if it is no JSON object. */
  constructor(values: unknown, file: string) {
    this.#file = file;
    this.#values = isObject(values) ? values : {};
    if (!isObject(values)) throw this.#wrong('it', 'is no JSON object', 'a configuration is one');
  }

  /** The same with values for keys that it leaves out. */
  withDefaults(defaults: Readonly<Record<string, unknown>>): ConfigFields {
    return new ConfigFields({ ...defaults, ...this.#values }, this.#file);
  }

  /** The object under a key, if there is one. */
  child(name: string): ConfigFields | undefined {
    const value = this.#values[name];
    return isObject(value) ? new ConfigFields(value, this.#file) : undefined;
  }

  /** Any value. */
  value(name: string): unknown {
    return this.#values[name] ?? undefined;
  }

  /** @throws {PithError} `model` if there is no whole number above 0 under any of the names. */
  size(...names: readonly [string, ...string[]]): number {
    const size = this.optionalSize(...names);
    if (size !== undefined && size > 0) return size;
    throw this.#wrong(names.join(' or '), size === 0 ? 'is 0' : 'is missing', 'a whole number above 0');
  }

  /** @throws {PithError} `model` if there is something else than a whole number. */
  optionalSize(...names: readonly [string, ...string[]]): number | undefined {
    const name = names.find((one) => this.value(one) !== undefined);
    const value = name === undefined ? undefined : this.value(name);
    if (name === undefined || value === undefined) return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LARGEST) return value;
    throw this.#wrong(name, `is ${JSON.stringify(value)}`, 'a whole number');
  }

  /** How many layers there are. */
  layers(...names: readonly [string, ...string[]]): number {
    const layers = this.size(...names);
    if (layers <= MOST_LAYERS) return layers;
    throw this.#wrong(names.join(' or '), `is ${layers}`, `at most ${MOST_LAYERS}`);
  }

  /** A list, unless it is missing or empty, with as many items as are asked for. */
  list(name: string, length?: number): readonly unknown[] | undefined {
    const value = this.value(name);
    if (!Array.isArray(value) || value.length === 0) return undefined;
    if (length === undefined || value.length === length) return value;
    throw this.#wrong(name, `has ${value.length} items`, `one for each of ${length} layers`);
  }

  isTrue(name: string): boolean {
    return this.value(name) === true;
  }

  /** A value that is not known. */
  unknown(name: string, value: unknown, known: readonly string[]): PithError {
    return this.#wrong(name, `holds ${JSON.stringify(value)}`, `one of ${known.join(', ')}`);
  }

  #wrong(name: string, found: string, expected: string): PithError {
    return new PithError('model', `${this.#file} is no model to plan for: ${name} ${found}`, {
      at: { document: this.#file },
      hint: `it must be ${expected}; name the config.json of a language model, or a GGUF file`,
    });
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
