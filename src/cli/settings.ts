import { PithError } from '../pipeline/errors.ts';
import { flagsOf } from './command.ts';
import type { ConfigFile } from './config-files.ts';
import { type CommandName, environmentName, type Flag, longName } from './flag.ts';
import { type FlagKey, flags, type Settings } from './flags.ts';
import { parseValue } from './program.ts';

type Values = Partial<Record<FlagKey, unknown>>;
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The value of every flag: command line > environment > project file > user file > defaults. A flag of a
 * family (`--ratio`, `--rate`, `--target-tokens`) set in one layer hides the whole family in the layers below.
 *
 * @param files - the nearest first
 */
export function resolveSettings(
  command: CommandName,
  given: Values,
  environment: Environment,
  files: readonly ConfigFile[],
): Settings {
  const own = flagsOf(command);
  const layers = [
    given,
    fromEnvironment(own, environment),
    ...files.map((file) => fromFile(command, file)),
    Object.fromEntries(own.map(([key, flag]) => [key, flag.default])) as Values,
  ];
  const settings = Object.fromEntries(Object.keys(flags).map((key) => [key, undefined])) as Values;
  const settled = new Set<string>();
  for (const layer of layers) {
    const set = own.filter(([key]) => layer[key] !== undefined);
    refuseRivals(set);
    for (const [key, flag] of set) {
      if (!settled.has(flag.family ?? key)) settings[key] = layer[key];
    }
    for (const [key, flag] of set) settled.add(flag.family ?? key);
  }
  return settings as Settings;
}

function refuseRivals(set: readonly (readonly [FlagKey, Flag])[]): void {
  const byFamily = new Map<string, FlagKey>();
  for (const [key, { family }] of set) {
    if (family === undefined) continue;
    const rival = byFamily.get(family);
    if (rival !== undefined) {
      throw new PithError('usage', `--${longName(rival)} and --${longName(key)} exclude each other`, {
        hint: `each of them sets the ${family}; give one`,
      });
    }
    byFamily.set(family, key);
  }
}

function fromEnvironment(own: readonly (readonly [FlagKey, Flag])[], environment: Environment): Values {
  const values: Values = {};
  for (const [key, flag] of own) {
    if (flag.perRun === true) continue;
    for (const name of [environmentName(key), flag.environment]) {
      const word = name === undefined ? undefined : environment[name];
      if (name === undefined || word === undefined || word === '' || values[key] !== undefined) continue;
      values[key] = forCommand(flag, parseValue(flags[key], name, word));
    }
  }
  return values;
}

/** The file's own keys, and over them those of its section for the command. */
function fromFile(command: CommandName, file: ConfigFile): Values {
  const { values, sections } = readConfig(file);
  const section = sections[command] ?? {};
  const merged: Values = {};
  for (const [key, flag] of flagsOf(command)) {
    const source = `${file.path}: '${key}'`;
    if (key in values) merged[key] = forCommand(flag, configValue(flags[key], source, values[key]));
    if (key in section) merged[key] = configValue(flag, source, section[key]);
  }
  return merged;
}

/**
 * Where commands share a setting, one of them may not know its value: `PITH_LEVEL=1` is for compress, as no
 * reader has that level. There the setting does not apply.
 */
function forCommand(flag: Flag, value: unknown): unknown {
  return flag.choices === undefined || flag.choices.some((choice) => choice === value) ? value : undefined;
}

interface ConfigContent {
  readonly values: Readonly<Record<string, unknown>>;
  readonly sections: Partial<Record<CommandName, Readonly<Record<string, unknown>>>>;
}

/** Checks every key, also those of other commands, so that a typing error never passes in silence. */
function readConfig({ path, content }: ConfigFile): ConfigContent {
  if (!isObject(content)) throw new PithError('usage', `${path}: must hold a JSON object`);
  const values: Record<string, unknown> = {};
  const sections: ConfigContent['sections'] = {};
  for (const [key, value] of Object.entries(content)) {
    const command = commandNames().find((name) => name === key);
    if (command === undefined) {
      requireKey(key, undefined, path);
      values[key] = value;
      continue;
    }
    if (!isObject(value)) throw new PithError('usage', `${path}: '${key}' must be an object`);
    for (const inner of Object.keys(value)) requireKey(inner, command, path);
    sections[command] = value;
  }
  return { values, sections };
}

function requireKey(key: string, command: CommandName | undefined, path: string): void {
  const allowed = Object.entries<Flag>(flags)
    .filter(([, flag]) => flag.perRun !== true && (command === undefined || flag.commands.includes(command)))
    .map(([name]) => name);
  if (allowed.includes(key)) return;
  const section = command === undefined ? '' : ` in '${command}'`;
  throw new PithError('usage', `${path}: unknown key '${key}'${section}`, {
    hint: `known: ${allowed.join(', ')}`,
  });
}

function configValue(flag: Flag, source: string, value: unknown): unknown {
  if (flag.value === undefined) {
    if (typeof value === 'boolean') return value;
    throw new PithError('usage', `${source} takes true or false`);
  }
  const words = flag.repeatable === true && Array.isArray(value) ? value : [value];
  const parsed = words.map((word) => {
    if (typeof word === 'string' || typeof word === 'number') return parseValue(flag, source, String(word));
    throw new PithError(
      'usage',
      `${source} takes ${flag.repeatable === true ? 'text or a list of texts' : 'one value'}`,
    );
  });
  return flag.repeatable === true ? parsed.flat() : parsed[0];
}

function commandNames(): readonly CommandName[] {
  return [...new Set(Object.values<Flag>(flags).flatMap((flag) => flag.commands))];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
