import { type Command, flagsOf } from '../command.ts';
import { longName } from '../flag.ts';
import { flagWords } from './flag-words.ts';

/** A completion script for bash, for `~/.bashrc`: `source <(pith completions bash)`. */
export function bashCompletion(commands: readonly Command[]): string {
  return `# bash completion for pith
_pith() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} words=''
  COMPREPLY=()
  case "\${COMP_WORDS[1]}" in
${commands.map(commandCase).join('\n')}
    *) words='${commands.map(({ name }) => name).join(' ')} --help --version' ;;
  esac
  if ((COMP_CWORD == 1)); then
    words='${commands.map(({ name }) => name).join(' ')} --help --version'
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o default -o bashdefault -F _pith pith
`;
}

/** Values of the flag before the cursor, or else the flags, or else the command's own words. */
function commandCase(command: Command): string {
  const flags = flagsOf(command.name);
  const values = flags
    .filter(([, flag]) => flag.value !== undefined)
    .map(([key, flag]) => {
      const names = [`--${longName(key)}`, ...(flag.short === undefined ? [] : [`-${flag.short}`])];
      const known = flag.choices ?? flag.suggests;
      const reply = known === undefined ? 'return' : `words='${known.join(' ')}'`;
      return `        ${names.join(' | ')}) ${reply} ;;`;
    });
  const words = flags.flatMap(([key, flag]) => flagWords(key, flag));
  const operands = command.operands?.words?.join(' ') ?? '';
  return `    ${command.name})
      case "$previous" in
${values.concat(`        *) [[ $current == -* ]] && words='${[...words, '--help'].join(' ')}' || words='${operands}' ;;`).join('\n')}
      esac ;;`;
}
