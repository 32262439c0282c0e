import type { ReportedItem } from '../../store/ledger-entry.ts';
import type { LedgerReport } from '../../store/ledger-report.ts';
import type { CommandContext } from '../command.ts';

const columns = [
  'output',
  'input',
  'run',
  'state',
  'attempts',
  'records',
  'failedRecords',
  'tokensIn',
  'tokensOut',
  'seconds',
  'ended',
  'bytes',
  'sha256',
] as const satisfies readonly (keyof ReportedItem)[];

/** Every output of a ledger, as lines of JSON or CSV. */
export async function exportItems(
  { settings, terminal }: CommandContext,
  ledger: LedgerReport,
): Promise<void> {
  const { stdout } = terminal;
  if (settings.csv === true) await stdout.write(`${[...columns, 'errorCode', 'error'].join(',')}\r\n`);
  for (const item of ledger.items()) {
    const cells = [...columns.map((column) => item[column]), item.error?.code, item.error?.message];
    await stdout.write(
      settings.csv === true ? `${cells.map(cell).join(',')}\r\n` : `${JSON.stringify(item)}\n`,
    );
  }
}

/** As RFC 4180 has it. */
function cell(value: unknown): string {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
