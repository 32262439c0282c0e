import { PithError } from '../pipeline/errors.ts';
import { type Command, exitCodes } from './command.ts';
import { bashCompletion } from './completion/bash.ts';
import { fishCompletion } from './completion/fish.ts';
import { zshCompletion } from './completion/zsh.ts';

const shells = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** @param commands - all commands but this one, which completes itself too */
export function completionsCommand(commands: readonly Command[]): Command {
  const command: Command = {
    name: 'completions',
    summary: 'print a completion script for bash, zsh or fish',
    description:
      'The script completes commands, flags and their values. It is made from the table that parses them.',
    operands: { usage: '<shell>', description: Object.keys(shells).join(', '), words: Object.keys(shells) },
    examples: [
      { does: 'complete in this bash, and in every new one', command: 'source <(pith completions bash)' },
      {
        does: 'complete in fish',
        command: 'pith completions fish > ~/.config/fish/completions/pith.fish',
      },
    ],
    async run({ operands, terminal }) {
      const [shell] = operands;
      const script = Object.entries(shells).find(([name]) => name === shell)?.[1];
      if (script === undefined || operands.length > 1) {
        throw new PithError('usage', `completions takes one shell: ${Object.keys(shells).join(', ')}`);
      }
      await terminal.stdout.write(script([...commands, command]));
      return exitCodes.done;
    },
  };
  return command;
}
