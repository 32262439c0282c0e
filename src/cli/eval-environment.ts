import { availableParallelism, cpus, totalmem } from 'node:os';
import { type Level, levelModels } from '../models/model-files.ts';
import { LEXICAL_SCORER } from '../models/scorer.ts';
import { type CommandContext, flagsOf } from './command.ts';
import { type Flag, longName } from './flag.ts';
import type { FlagKey } from './flags.ts';
import { version } from './version.ts';

/** What results depend on besides the command: the program, its models, the machine. */
export function environmentOf(
  { settings }: CommandContext,
  { engine, levels }: { readonly engine: string | null; readonly levels: readonly Level[] },
): readonly (readonly [string, string])[] {
  const models = levels.map((level) => `${level}: ${levelModels.get(level) ?? LEXICAL_SCORER}`);
  const cores = availableParallelism();
  return [
    ['pith', version()],
    ['models of the levels', models.join(', ')],
    ['answered by', engine ?? 'nothing'],
    ['tokens counted by', settings.tokenizer ?? ''],
    ['Node.js', process.version],
    ['system', `${process.platform} ${process.arch}`],
    ['processor', `${cpus()[0]?.model ?? 'unknown'}, ${cores} cores`],
    ['model calls at once', `${settings.threads ?? cores}`],
    ['memory', `${Math.round(totalmem() / 2 ** 30)} GiB`],
    ['date', new Date().toISOString().slice(0, 10)],
  ];
}

/** The command with all that the results depend on, wherever it was set. */
export function evalCommandLine({ operands, settings }: CommandContext): string {
  const words = flagsOf('eval').flatMap(([key, flag]) => {
    if (LEFT_OUT.has(key)) return [];
    const value = settings[key];
    if (value === undefined || String(value) === String(flag.default)) return [];
    return flagWords(key, flag, value);
  });
  return ['pith', 'eval', ...operands, ...words].map(quoted).join(' ');
}

/** They change nothing about the results. */
const LEFT_OUT: ReadonlySet<FlagKey> = new Set(['quiet', 'verbose', 'json', 'require', 'folder']);

function flagWords(key: FlagKey, { value: placeholder, repeatable }: Flag, value: unknown): string[] {
  const name = `--${longName(key)}`;
  if (placeholder === undefined) return value === true ? [name] : [];
  if (repeatable === true && Array.isArray(value)) return value.flatMap((one) => [name, String(one)]);
  return [name, String(value)];
}

function quoted(word: string): string {
  return /^[\w./:,@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
