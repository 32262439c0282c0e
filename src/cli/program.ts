import { CommanderError, Option, Command as Parser } from 'commander';
import { PithError } from '../pipeline/errors.ts';
import { type Command, flagsOf } from './command.ts';
import { type CommandName, type Flag, longName } from './flag.ts';
import type { FlagKey } from './flags.ts';
import { commandHelp, programHelp } from './help.ts';

/** What a command line asks for. */
export type Invocation =
  | { readonly type: 'print'; readonly text: string }
  | {
      readonly type: 'run';
      readonly command: Command;
      readonly operands: readonly string[];
      /** Only what stands on the command line, as the flags' `parse` gave it. */
      readonly given: Partial<Record<FlagKey, unknown>>;
    };

/**
 * Reads a command line, without touching the process.
 *
 * @param columns - width that help texts are wrapped to
 * @throws PithError `usage` when it makes no sense
 */
export function parseCommandLine(
  words: readonly string[],
  commands: readonly Command[],
  version: string,
  columns: number,
): Invocation {
  const printed: string[] = [];
  let found: Invocation | undefined;
  const program = parser('pith', printed, () => programHelp(commands, columns))
    .version(version, '-V, --version', 'print the version')
    .helpCommand(false);
  for (const command of commands) {
    program.addCommand(
      commandParser(command, printed, columns, (run) => {
        found = run;
      }),
    );
  }
  program.argument('[words...]').action(() => {
    const [first] = program.args;
    if (first !== undefined) throw unknownCommand(first, commands);
    throw new PithError('usage', 'no command given', {
      hint: `commands: ${names(commands)}; see pith --help`,
    });
  });
  try {
    program.parse([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { type: 'print', text: printed.join('') };
    throw new PithError('usage', error.message.replace(/^error: /, '').replace(/\n\(/, ' ('), {
      hint: 'see pith --help, or pith COMMAND --help',
    });
  }
  if (found === undefined) throw new Error('the command line led to no command');
  return found;
}

function parser(name: string, printed: string[], help: () => string): Parser {
  const made = new Parser(name)
    .exitOverride()
    .configureOutput({ writeOut: (text) => printed.push(text), writeErr: () => {}, outputError: () => {} })
    .helpOption('-h, --help', 'show this help');
  made.helpInformation = help;
  return made;
}

function commandParser(
  command: Command,
  printed: string[],
  columns: number,
  found: (run: Invocation) => void,
): Parser {
  const made = parser(command.name, printed, () => commandHelp(command, columns));
  const given: Partial<Record<FlagKey, unknown>> = {};
  for (const [key, flag] of flagsOf(command.name)) {
    made.addOption(option(key, flag));
    made.on(`option:${longName(key)}`, (word?: string) => take(given, key, flag, word));
    if (flag.digits === true) addDigits(made, key, flag, given);
  }
  if (command.operands !== undefined) made.argument(command.operands.usage);
  made.action(() => found({ type: 'run', command, operands: made.args, given }));
  return made;
}

function option(key: FlagKey, flag: Flag): Option {
  const short = flag.short === undefined ? '' : `-${flag.short}, `;
  const value = flag.value === undefined ? '' : ` <${flag.value}>`;
  return new Option(`${short}--${longName(key)}${value}`, flag.description);
}

/** `-6` for `--level 6`, an error that lists the levels for the other digits, and one for two of them. */
function addDigits(made: Parser, key: FlagKey, flag: Flag, given: Partial<Record<FlagKey, unknown>>): void {
  let first: string | undefined;
  for (const digit of '0123456789') {
    made.addOption(new Option(`-${digit}`).hideHelp());
    made.on(`option:${digit}`, () => {
      first ??= digit;
      if (digit !== first) throw new PithError('usage', `-${first} and -${digit} exclude each other`);
      take(given, key, flag, digit);
    });
  }
}

/** Later words win, as in other programs, but repeatable flags add up. */
function take(
  given: Partial<Record<FlagKey, unknown>>,
  key: FlagKey,
  flag: Flag,
  word: string | undefined,
): void {
  const value = word === undefined ? true : parseValue(flag, `--${longName(key)}`, word);
  const before = given[key];
  given[key] = Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value;
}

/** Parses a flag's value and names where it came from when that fails. */
export function parseValue(flag: Flag, source: string, word: string): unknown {
  try {
    if (flag.choices !== undefined && !flag.choices.includes(word)) {
      throw new PithError('usage', `takes ${listed(flag.choices)}, not '${word}'`);
    }
    return flag.parse(word);
  } catch (error) {
    if (!PithError.isInstance(error)) throw error;
    const hint = flag.digits === true ? 'a later version fills the levels between' : undefined;
    throw new PithError('usage', `${source} ${error.message}`, hint === undefined ? {} : { hint });
  }
}

function listed(choices: readonly string[]): string {
  return choices.length < 2 ? choices.join('') : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}

function unknownCommand(word: string, commands: readonly Command[]): PithError {
  return new PithError('usage', `unknown command '${word}'`, { hint: `commands: ${names(commands)}` });
}

function names(commands: readonly Command[]): string {
  return commands.map((command): CommandName => command.name).join(', ');
}
