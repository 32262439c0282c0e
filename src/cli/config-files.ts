import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { lilconfig } from 'lilconfig';
import { PithError } from '../pipeline/errors.ts';
import { hasCode, systemMessage } from '../pipeline/system-message.ts';

export interface ConfigFile {
  readonly path: string;
  readonly content: unknown;
}

/** Only data: a configuration that runs code would make a checkout dangerous to stand in. */
const projectPlaces = ['pith.config.json', '.pithrc.json', 'package.json'];

/**
 * The configuration files in force, the nearest first: the project's, found from `directory` upwards, and
 * the user's, in `XDG_CONFIG_HOME/pith/config.json` (`~/.config` where that is not set).
 *
 * @param warn - told where the user's folder may not be searched, as where HOME is another user's
 * @throws PithError `usage` for a file that cannot be read, or is no JSON
 */
export async function findConfigFiles(
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
  warn: (message: string) => void,
): Promise<readonly ConfigFile[]> {
  const search = lilconfig('pith', {
    searchPlaces: projectPlaces,
    stopDir: '/',
    loaders: { '.json': loadJson },
  });
  const project = await search.search(directory).catch(async (error: unknown) => {
    throw PithError.isInstance(error) ? error : unreadable(await firstUnreadable(directory), error);
  });
  const user = await loadUserFile(environment['XDG_CONFIG_HOME'] || join(homedir(), '.config'), warn);
  return [
    project === null ? [] : [{ path: project.filepath, content: project.config as unknown }],
    user,
  ].flat();
}

/** The file at which the search stopped; the error of a folder in its place does not say. */
async function firstUnreadable(directory: string): Promise<string> {
  for (const place of projectPlaces) {
    const path = join(directory, place);
    const error: unknown = await readFile(path).then(
      () => undefined,
      (cause: unknown) => cause,
    );
    if (error !== undefined && !hasCode(error, 'ENOENT', 'ENOTDIR')) return path;
  }
  const parent = dirname(directory);
  return parent === directory ? directory : firstUnreadable(parent);
}

function unreadable(path: string, cause: unknown): PithError {
  return new PithError('usage', `${path}: cannot be read: ${systemMessage(cause)}`, {
    cause,
    hint: 'it would be read as a configuration file; rename it, or let it be read',
  });
}

async function loadUserFile(folder: string, warn: (message: string) => void): Promise<readonly ConfigFile[]> {
  const path = join(folder, 'pith', 'config.json');
  const load = lilconfig('pith', { loaders: { '.json': loadJson }, packageProp: [] });
  try {
    const found = await load.load(path);
    return found === null ? [] : [{ path, content: found.config as unknown }];
  } catch (error) {
    if (PithError.isInstance(error)) throw error;
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    if (!(await mayBeSearched(path))) {
      warn(`${folder} may not be searched for a configuration file: ${systemMessage(error)}`);
      return [];
    }
    throw unreadable(path, error);
  }
}

async function mayBeSearched(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => !hasCode(error, 'EACCES', 'EPERM'),
  );
}

function loadJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PithError('usage', `${path}: is not valid JSON`, {
      cause,
      hint: cause instanceof Error ? cause.message : 'check its commas and quotes',
    });
  }
}
