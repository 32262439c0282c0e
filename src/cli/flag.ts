import { PithError } from '../pipeline/errors.ts';

/** Every command that takes flags. */
export type CommandName =
  | 'compress'
  | 'batch'
  | 'runs'
  | 'cache'
  | 'explain'
  | 'expand'
  | 'infer'
  | 'eval'
  | 'plan'
  | 'graph'
  | 'models'
  | 'completions';

/** Headings of the help, in the order in which they are shown. */
export const flagGroups = [
  'Budget',
  'Selection',
  'Input',
  'Batch',
  'Evaluation',
  'Engine',
  'Plan',
  'Output',
  'Run',
] as const;
export type FlagGroup = (typeof flagGroups)[number];

/** What a flag's value may be, on the command line, in the environment and in a configuration file. */
export interface FlagTraits<T> {
  readonly commands: readonly CommandName[];
  readonly group: FlagGroup;
  readonly short?: string;
  /** Used where nothing else sets the flag. */
  readonly default?: T;
  /** What differs for a command. */
  readonly per?: Partial<Record<CommandName, FlagVariant<T>>>;
  /** Shown as the default where the program works it out itself. */
  readonly defaultText?: string;
  /** An environment variable of another program that sets it too, after `PITH_NAME`. */
  readonly environment?: string;
  /** About one run, never a preference: not read from files or the environment. */
  readonly perRun?: true;
  /** At most one flag of a family may be set. */
  readonly family?: string;
  /** Words that complete the value in a shell, which may also be another. */
  readonly suggests?: readonly string[];
  /** Each choice is also a flag of its own: `-6`. */
  readonly digits?: true;
}

export interface FlagVariant<T> {
  readonly default?: T;
  readonly defaultText?: string;
  readonly description?: string;
  readonly choices?: readonly string[];
}

export interface Flag<T = unknown> extends FlagTraits<T> {
  readonly description: string;
  /** Placeholder of the value; absent for a switch. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /** What completes the value in a shell. */
  readonly completes?: 'files';
  readonly repeatable?: true;
  /** Text to value; throws a sentence without the flag's name. */
  readonly parse: (text: string) => T;
}

export function toggle(description: string, traits: FlagTraits<boolean>): Flag<boolean> {
  return { description, ...traits, parse: (text) => parseSwitch(text) };
}

export function text(value: string, description: string, traits: FlagTraits<string>): Flag<string> {
  return { description, value, ...traits, parse: notEmpty };
}

export function file(value: string, description: string, traits: FlagTraits<string>): Flag<string> {
  return { description, value, completes: 'files', ...traits, parse: notEmpty };
}

export function list(
  value: string,
  description: string,
  traits: FlagTraits<readonly string[]>,
): Flag<readonly string[]> {
  return { description, value, repeatable: true, ...traits, parse: (one) => [notEmpty(one)] };
}

export function choice<const C extends string>(
  value: string,
  choices: readonly C[],
  description: string,
  traits: FlagTraits<C>,
): Flag<C> {
  return { description, value, choices, ...traits, parse: (given) => oneOf(choices, given) };
}

/** Several of the choices, with commas between them, or `none`. */
export function choices<const C extends string>(
  value: string,
  all: readonly C[],
  description: string,
  traits: FlagTraits<readonly C[]>,
): Flag<readonly C[]> {
  return {
    description,
    value,
    suggests: [...all, 'none'],
    ...traits,
    parse: (given) => (given === 'none' ? [] : given.split(',').map((one) => oneOf(all, one.trim()))),
  };
}

export function number(
  value: string,
  range: { readonly above?: number; readonly min?: number; readonly max?: number; readonly whole?: true },
  description: string,
  traits: FlagTraits<number>,
): Flag<number> {
  return { description, value, ...traits, parse: (given) => inRange(given, range) };
}

/** A number of tokens, such as `8192`, `128K` or `1M`: thousands and millions. */
export function tokens(value: string, description: string, traits: FlagTraits<number>): Flag<number> {
  return { description, value, ...traits, parse: tokenCount };
}

/** A number of tokens, or GPUs such as `4xH100`, which stand for what `fitting` says fits on them. */
export function tokensOrGpus(
  value: string,
  description: string,
  traits: FlagTraits<number>,
  fitting: (gpus: string) => number,
): Flag<number> {
  const parse = (given: string) => {
    if (/^[\d.]*[km]?$/i.test(given)) return tokenCount(given);
    try {
      return fitting(given);
    } catch (error) {
      if (!PithError.isInstance(error)) throw error;
      throw new PithError('usage', `takes tokens or GPUs, but ${error.message}`, {
        ...(error.hint === undefined ? {} : { hint: error.hint }),
      });
    }
  };
  return { description, value, ...traits, parse };
}

/** Several numbers, with commas between them. */
export function numbers(
  value: string,
  range: { readonly above?: number; readonly min?: number; readonly max?: number; readonly whole?: true },
  description: string,
  traits: FlagTraits<readonly number[]>,
): Flag<readonly number[]> {
  const parse = (given: string) => given.split(',').map((one) => inRange(one.trim(), range));
  return { description, value, ...traits, parse };
}

/** Whole numbers from 1 on, one each time. */
export function wholeNumbers(
  value: string,
  description: string,
  traits: FlagTraits<readonly number[]>,
): Flag<readonly number[]> {
  const parse = (given: string) => [inRange(given, { min: 1, whole: true })];
  return { description, value, repeatable: true, ...traits, parse };
}

/** `target-tokens` for the key `targetTokens`. */
export function longName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `PITH_TARGET_TOKENS` for the key `targetTokens`. */
export function environmentName(key: string): string {
  return `PITH_${longName(key).replaceAll('-', '_').toUpperCase()}`;
}

function notEmpty(given: string): string {
  if (given === '') throw new PithError('usage', 'needs a value that is not empty');
  return given;
}

function parseSwitch(given: string): boolean {
  if (['1', 'true', 'yes', 'on'].includes(given)) return true;
  if (['', '0', 'false', 'no', 'off'].includes(given)) return false;
  throw new PithError('usage', `takes true or false, not '${given}'`);
}

function oneOf<C extends string>(choices: readonly C[], given: string): C {
  const found = choices.find((one) => one === given);
  if (found === undefined) throw new PithError('usage', `takes ${choices.join(', ')}, not '${given}'`);
  return found;
}

function tokenCount(given: string): number {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([km]?)$/i.exec(given) ?? [];
  const tokens = Number(digits) * { '': 1, k: 1e3, m: 1e6 }[unit.toLowerCase() as '' | 'k' | 'm'];
  if (Number.isSafeInteger(tokens) && tokens > 0) return tokens;
  throw new PithError('usage', `takes a number of tokens such as 8192, 128K or 1M, not '${given}'`);
}

function inRange(
  given: string,
  range: { readonly above?: number; readonly min?: number; readonly max?: number; readonly whole?: true },
): number {
  const { above, min, max, whole } = range;
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(given) ? Number(given) : Number.NaN;
  const fits =
    Number.isFinite(value) &&
    (whole === undefined || Number.isSafeInteger(value)) &&
    (above === undefined || value > above) &&
    (min === undefined || value >= min) &&
    (max === undefined || value <= max);
  if (fits) return value;
  const bounds = [
    above === undefined ? '' : `above ${above}`,
    min === undefined ? '' : `at least ${min}`,
    max === undefined ? '' : `at most ${max}`,
  ].filter((part) => part !== '');
  const kind = whole === true ? 'a whole number' : 'a number';
  throw new PithError('usage', `takes ${kind} ${bounds.join(' and ')}, not '${given}'`.replace(/ ,/, ','));
}
