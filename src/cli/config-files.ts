import { homedir } from 'node:os';
import { join } from 'node:path';
import { lilconfig } from 'lilconfig';
import { PithError } from '../pipeline/errors.ts';
import { hasCode } from './system-message.ts';

export interface ConfigFile {
  readonly path: string;
  readonly content: unknown;
}

/** Only data: a configuration that runs code would make a checkout dangerous to stand in. */
const projectPlaces = ['pith.config.json', '.pithrc.json', 'package.json'];

/**
 * The configuration files in force, the nearest first: the project's, found from `directory` upwards, and
 * the user's, in `XDG_CONFIG_HOME/pith/config.json` (`~/.config` where that is not set).
 */
export async function findConfigFiles(
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly ConfigFile[]> {
  const search = lilconfig('pith', {
    searchPlaces: projectPlaces,
    stopDir: '/',
    loaders: { '.json': loadJson },
  });
  const project = await search.search(directory);
  const user = await loadUserFile(environment['XDG_CONFIG_HOME'] || join(homedir(), '.config'));
  return [
    project === null ? [] : [{ path: project.filepath, content: project.config as unknown }],
    user,
  ].flat();
}

async function loadUserFile(folder: string): Promise<readonly ConfigFile[]> {
  const path = join(folder, 'pith', 'config.json');
  const load = lilconfig('pith', { loaders: { '.json': loadJson }, packageProp: [] });
  try {
    const found = await load.load(path);
    return found === null ? [] : [{ path, content: found.config as unknown }];
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
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
