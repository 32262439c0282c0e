import { readHubSettings } from '../models/hub/hub-settings.ts';
import { type InstalledModel, installedModels } from '../models/installed-models.ts';
import { megabytes } from '../models/megabytes.ts';
import { PithError } from '../pipeline/errors.ts';
import { type CommandContext, type ExitCode, exitCodes } from './command.ts';
import { table } from './table.ts';

/** `pith models list`: what ships, and what the cache of hubs holds. */
export async function listModels(
  { settings, environment, terminal }: CommandContext,
  ids: readonly string[],
): Promise<ExitCode> {
  if (ids.length > 0) throw new PithError('usage', 'models list takes no models');
  const { cache } = await readHubSettings(environment);
  const models = await installedModels(cache);
  await terminal.stdout.write(
    settings.json === true
      ? `${JSON.stringify(models.map(described))}\n`
      : table([HEADING, ...models.map(row)]),
  );
  return exitCodes.done;
}

const HEADING = ['model', 'level', 'version', 'size', 'licence'];

function described({ verify: _, ...model }: InstalledModel): Omit<InstalledModel, 'verify'> {
  return model;
}

function row({ id, level, version = '?', bytes, license = '?', problem }: InstalledModel): readonly string[] {
  const name = problem === undefined ? license : 'damaged: see pith models verify';
  return [id, level === undefined ? '' : `-${level}`, version.slice(0, 12), megabytes(bytes), name];
}
