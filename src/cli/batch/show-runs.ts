import type { LedgerReport } from '../../store/ledger-report.ts';
import type { CommandContext } from '../command.ts';
import { grouped } from '../summary.ts';
import { table } from '../table.ts';
import { shownName } from './shown-name.ts';

/** All runs of a ledger, as a table or lines of JSON. */
export async function listRuns({ settings, terminal }: CommandContext, ledger: LedgerReport): Promise<void> {
  const runs = ledger.runs();
  if (settings.json === true) {
    for (const { command, ...run } of runs)
      await terminal.stdout.write(`${JSON.stringify({ ...run, command: JSON.parse(command) })}\n`);
    return;
  }
  const rows = runs.map(({ id, state, started, ended, done, failed, unchanged }) => [
    String(id),
    state,
    started,
    ended ?? '-',
    ...[done, failed, unchanged].map(grouped),
  ]);
  await terminal.stdout.write(
    table([['run', 'state', 'started', 'ended', 'done', 'failed', 'unchanged'], ...rows]),
  );
}

/** What failed of a ledger, and why. */
export async function showItems({ settings, terminal }: CommandContext, ledger: LedgerReport): Promise<void> {
  let failed = 0;
  for (const item of ledger.items({ failedOnly: true })) {
    const failures = ledger.failuresIn(item.output);
    failed += item.error === null ? failures.length : 1;
    if (settings.json === true) {
      await terminal.stdout.write(`${JSON.stringify({ ...item, failures })}\n`);
      continue;
    }
    const { input, error } = item;
    if (error !== null) await terminal.stdout.write(`${shownName(input)}: ${error.message}\n`);
    for (const { record, message } of failures)
      await terminal.stdout.write(`${shownName(input.replace(/#\d+$/, ''))}, record ${record}: ${message}\n`);
  }
  if (failed === 0 && settings.json !== true) await terminal.stdout.write('nothing failed\n');
}
