import { PithError } from '../pipeline/errors.ts';
import type { CommandContext } from './command.ts';

/** @throws PithError `usage` where the command line asks for records in another form than lines of JSON */
export function refuseOtherFormats({ given, settings }: CommandContext): void {
  const { format } = settings;
  if (settings.records !== true || !given.includes('format') || format === 'jsonl') return;
  throw new PithError('usage', `--format ${format} does not go with --records`, {
    hint: 'records are written as lines of JSON; leave it out',
  });
}
