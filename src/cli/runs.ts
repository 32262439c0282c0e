import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { OWN_FOLDER } from '../batch/output-folder.ts';
import { PithError } from '../pipeline/errors.ts';
import { LedgerReport } from '../store/ledger-report.ts';
import { exportItems } from './batch/export-items.ts';
import { contextOfRecorded } from './batch/recorded-command.ts';
import { listRuns, showItems } from './batch/show-runs.ts';
import { batchCommand } from './batch.ts';
import { type Command, type CommandContext, type ExitCode, exitCodes } from './command.ts';

type Action = (context: CommandContext, ledgers: readonly string[]) => Promise<ExitCode>;

const actions: ReadonlyMap<string, Action> = new Map([
  ['list', reporting(listRuns)],
  ['show', reporting(showItems)],
  ['export', reporting(exportItems)],
  ['resume', (context, ledgers) => again(context, ledgers, { failedOnly: false })],
  ['retry', (context, ledgers) => again(context, ledgers, { failedOnly: true })],
]);

export const runsCommand: Command = {
  name: 'runs',
  summary: 'show, resume and export the runs of a batch',
  description:
    'Reads the ledgers in the output folder of a batch, also while it runs: all runs (list), what failed and why (show), every ' +
    'output with its tokens and time (export). Or runs the last command again, from the folder in which it ran: all that is not done ' +
    '(resume), or what failed (retry).',
  operands: {
    usage: '[action] [folder...]',
    description: `${[...actions.keys()].join(', ')} (list is the default), and the output folder`,
    words: [...actions.keys()],
  },
  examples: [
    { does: 'the runs that wrote a folder', command: 'pith runs list out' },
    { does: 'what failed', command: 'pith runs show out' },
    { does: 'on from where it stopped', command: 'pith runs resume out' },
    { does: 'a table of all outputs', command: 'pith runs export out --csv > items.csv' },
  ],
  async run(context) {
    const { operands } = context;
    const named = actions.get(operands[0] ?? 'list');
    const [folder, ...others] = named === undefined ? operands : operands.slice(1);
    if (folder === undefined || others.length > 0) {
      throw new PithError('usage', 'runs needs an action and the output folder of a batch', {
        hint: `for example: pith runs list out; actions: ${[...actions.keys()].join(', ')}`,
      });
    }
    const action = named ?? reporting(listRuns);
    return await action(context, ledgersIn(folder));
  },
};

function reporting(
  report: (context: CommandContext, ledger: LedgerReport, name: string) => Promise<void>,
): Action {
  return async (context, ledgers) => {
    for (const path of ledgers) {
      using ledger = new LedgerReport(path);
      await report(context, ledger, path);
    }
    return exitCodes.done;
  };
}

async function again(
  context: CommandContext,
  ledgers: readonly string[],
  settings: { readonly failedOnly: boolean },
): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done;
  for (const path of ledgers) {
    const command = lastCommand(path);
    const recorded = contextOfRecorded(command, context);
    const ended = await batchCommand.run({ ...recorded, settings: { ...recorded.settings, ...settings } });
    if (ended !== exitCodes.done) code = ended;
  }
  return code;
}

function lastCommand(path: string): string {
  using ledger = new LedgerReport(path);
  const last = ledger.runs().at(-1);
  if (last === undefined) throw new PithError('usage', `nothing has run yet that ${path} knows of`);
  return last.command;
}

/** @throws PithError `input` where no batch has written */
function ledgersIn(folder: string): readonly string[] {
  const own = join(folder, OWN_FOLDER);
  let names: string[] = [];
  try {
    names = readdirSync(own).filter((name) => name.endsWith('.sqlite'));
  } catch {
    // Said below.
  }
  if (names.length === 0)
    throw new PithError('input', `no batch has written into ${folder}`, {
      hint: 'name the folder that was given to `pith batch` as -o',
    });
  return names.sort().map((name) => join(own, name));
}
