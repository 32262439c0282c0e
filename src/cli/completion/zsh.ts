import { type Command, flagsOf } from '../command.ts';
import type { Flag } from '../flag.ts';
import type { FlagKey } from '../flags.ts';
import { flagWords } from './flag-words.ts';

/** A completion script for zsh: save it as `_pith` in a folder of `$fpath`, or source it after compinit. */
export function zshCompletion(commands: readonly Command[]): string {
  return `#compdef pith
# zsh completion for pith
_pith() {
  local -a commands
  if (( CURRENT == 2 )); then
    commands=(
${commands.map(({ name, summary }) => `      ${quote(`${name}:${summary}`)}`).join('\n')}
    )
    _describe command commands
    return
  fi
  local command=$words[2]
  words=("\${(@)words[2,-1]}")
  (( CURRENT-- ))
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
compdef _pith pith
`;
}

function commandCase(command: Command): string {
  const specs = flagsOf(command.name).flatMap(([key, flag]) => flagSpecs(key, flag));
  const operands = command.operands?.words;
  const rest = operands === undefined ? `'*:file:_files'` : `'1:word:(${operands.join(' ')})'`;
  return `    ${command.name})
      _arguments -s \\
${[...specs, rest].map((spec) => `        ${spec}`).join(' \\\n')}
      ;;`;
}

function flagSpecs(key: FlagKey, flag: Flag): readonly string[] {
  const text = flag.description.replaceAll(/[[\]:]/g, '\\$&');
  return flagWords(key, flag).map((word) => {
    const takesValue = flag.value !== undefined && !/^-\d$/.test(word);
    return quote(
      `${flag.repeatable === true ? '*' : ''}${word}[${text}]${takesValue ? valueSpec(flag) : ''}`,
    );
  });
}

function valueSpec(flag: Flag): string {
  const known = flag.choices ?? flag.suggests;
  const unknown = flag.completes === 'files' ? '_files' : ' ';
  const action = known === undefined ? unknown : `(${known.join(' ')})`;
  return `:${flag.value}:${action}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
