import { isHubId } from '../models/hub/hub-id.ts';
import { readHubSettings } from '../models/hub/hub-settings.ts';
import { installedModel, installedModels } from '../models/installed-models.ts';
import { megabytes } from '../models/megabytes.ts';
import { type CommandContext, type ExitCode, exitCodes } from './command.ts';
import { table } from './table.ts';

/** `pith models verify`: reads every file of some models, or all, and compares it with its checksum. */
export async function verifyModels(context: CommandContext, ids: readonly string[]): Promise<ExitCode> {
  const { settings, environment, terminal, signal } = context;
  const { cache } = await readHubSettings(environment);
  const all = await installedModels(cache);
  const models = ids.length === 0 ? all : ids.map((id) => installedModel(id, all));
  const reports = [];
  for (const { id, bytes, verify } of models) {
    reports.push({ id, bytes, ...(await verify(signal)) });
  }
  await terminal.stdout.write(
    settings.json === true
      ? `${JSON.stringify(reports)}\n`
      : table([
          ['model', 'size', 'files'],
          ...reports.map(({ id, bytes, state }) => [id, megabytes(bytes), state]),
        ]),
  );
  const damaged = reports.filter(({ problems }) => problems.length > 0);
  for (const { id, problems } of damaged) {
    for (const problem of problems) terminal.writeError(`pith: ${problem}\n`);
    terminal.writeError(
      `hint: ${isHubId(id) ? `pith models pull ${id}, or delete what pith does not use` : 'reinstall the package'}\n`,
    );
  }
  return damaged.length > 0 ? exitCodes.failed : exitCodes.done;
}
