import { type Command, flagsOf } from '../command.ts';
import { type Flag, longName } from '../flag.ts';
import type { FlagKey } from '../flags.ts';

/** A completion script for fish, for `~/.config/fish/completions/pith.fish`. */
export function fishCompletion(commands: readonly Command[]): string {
  const lines = commands.flatMap((command) => [
    `complete -c pith -n __fish_use_subcommand -f -a ${command.name} -d ${quote(command.summary)}`,
    ...(command.operands?.words ?? []).map((word) => `complete -c pith ${within(command)} -f -a ${word}`),
    ...flagsOf(command.name).flatMap(([key, flag]) => flagLines(command, key, flag)),
  ]);
  return ['# fish completion for pith', ...lines, ''].join('\n');
}

function flagLines(command: Command, key: FlagKey, flag: Flag): readonly string[] {
  const short = flag.short === undefined ? '' : ` -s ${flag.short}`;
  const value =
    flag.value === undefined ? '' : flag.completes === 'files' || flag.suggests !== undefined ? ' -r' : ' -x';
  const known = flag.choices ?? flag.suggests;
  const choices = known === undefined ? '' : ` -a ${quote(known.join(' '))}`;
  const description = ` -d ${quote(flag.description)}`;
  const digits = flag.digits === true ? (flag.choices ?? []) : [];
  return [
    `complete -c pith ${within(command)} -l ${longName(key)}${short}${value}${choices}${description}`,
    ...digits.map((digit) => `complete -c pith ${within(command)} -s ${digit}${description}`),
  ];
}

function within(command: Command): string {
  return `-n '__fish_seen_subcommand_from ${command.name}'`;
}

function quote(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}
