import { PithError } from '../pipeline/errors.ts';
import type { CommandContext, Example } from './command.ts';

/**
 * The inputs as the user meant them: what stands on the command line, or standard input. A terminal is not waited
 * on in silence.
 *
 * @throws PithError `usage` with examples when there is nothing to read
 */
export function requireInput(context: CommandContext, examples: readonly Example[]): readonly string[] {
  const { operands, terminal } = context;
  const inputs = operands.length > 0 ? operands : ['-'];
  if (operands.length === 0 && terminal.stdinIsTerminal) {
    throw new PithError('usage', 'no input: standard input is a terminal', {
      hint: [
        'name files, or pipe text in; for example:',
        ...examples.map(({ command }) => `  ${command}`),
      ].join('\n'),
    });
  }
  if (inputs.filter((input) => input === '-').length > 1) {
    throw new PithError('usage', 'standard input can be read once: give - once');
  }
  return inputs;
}
