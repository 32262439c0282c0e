import { type Command, type Example, flagsOf } from './command.ts';
import { type Flag, flagGroups, longName } from './flag.ts';
import type { FlagKey } from './flags.ts';

/** `pith --help`. */
export function programHelp(commands: readonly Command[], columns: number): string {
  const first = commands.flatMap((command) => command.examples.slice(0, 1));
  return [
    'pith makes long texts small and clean enough for a language model to read.',
    examplesBlock(first),
    'Usage: pith COMMAND [options]',
    section(
      'Commands',
      rows(
        commands.map(({ name, summary }) => [name, summary]),
        columns,
      ),
    ),
    section(
      'Options',
      rows(
        [
          ['-h, --help', 'Help of pith or of a command'],
          ['-V, --version', 'The version'],
        ],
        columns,
      ),
    ),
    wrap(
      'Flags win over the environment (PITH_LEVEL, …), then pith.config.json of the project, then the user’s.',
      columns,
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

/** `pith COMMAND --help`: the examples first, then the flags by group. */
export function commandHelp(command: Command, columns: number): string {
  const all = flagsOf(command.name);
  const groups = flagGroups.flatMap((group) => {
    const own = all.filter(([, flag]) => flag.group === group);
    if (own.length === 0) return [];
    return [
      section(
        group,
        rows(
          own.map(([key, flag]) => [signature(key, flag), explanation(flag)]),
          columns,
        ),
      ),
    ];
  });
  const usage = ['pith', command.name, all.length === 0 ? '' : '[options]', command.operands?.usage ?? ''];
  return [
    `pith ${command.name}: ${command.summary}`,
    examplesBlock(command.examples),
    `Usage: ${usage.filter((word) => word !== '').join(' ')}`,
    wrap(command.description, columns),
    ...(command.operands === undefined
      ? []
      : [section('Arguments', rows([[command.operands.usage, command.operands.description]], columns))]),
    ...groups,
  ]
    .join('\n\n')
    .concat('\n');
}

/** `-r, --ratio N`, and for flags with digits `-1 -3 -6 -9, --level N`. */
export function signature(key: FlagKey, flag: Flag): string {
  const digits =
    flag.digits === true ? (flag.choices ?? []).map((digit) => `-${digit}`).join(' ') : undefined;
  const short = digits ?? (flag.short === undefined ? undefined : `-${flag.short}`);
  const long = `--${longName(key)}${flag.value === undefined ? '' : ` ${flag.value}`}`;
  return short === undefined ? `    ${long}` : `${short}, ${long}`;
}

/** The description with the choices and the default. */
export function explanation(flag: Flag): string {
  const choices = flag.choices !== undefined && flag.digits !== true ? `: ${flag.choices.join(', ')}` : '';
  const shown = flag.default ?? flag.defaultText;
  return `${flag.description}${choices}${shown === undefined ? '' : ` (default: ${String(shown)})`}`;
}

function examplesBlock(examples: readonly Example[]): string {
  return section(
    'Examples',
    examples.flatMap(({ does, command }) => [`  # ${does}`, `  ${command}`]),
  );
}

function section(title: string, lines: readonly string[]): string {
  return [`${title}:`, ...lines].join('\n');
}

/** Two columns; the second is wrapped and stays in its column. */
function rows(pairs: readonly (readonly [string, string])[], columns: number): string[] {
  const widest = Math.min(28, Math.max(...pairs.map(([left]) => left.length)));
  const indent = ' '.repeat(widest + 4);
  return pairs.flatMap(([left, right]) => {
    const wrapped = wrap(right, Math.max(30, columns - indent.length)).split('\n');
    const lines = wrapped.map((line, at) => (at === 0 ? `  ${left.padEnd(widest)}  ${line}` : indent + line));
    return left.length <= widest ? lines : [`  ${left}`, ...wrapped.map((line) => indent + line)];
  });
}

function wrap(text: string, columns: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n');
}
