import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PithError } from '../pipeline/errors.ts';
import { readClassifierConfig } from './classifier/classifier-config.ts';
import { type ClassifierFiles, classifierFiles, wantedFiles } from './classifier/classifier-files.ts';
import { loadBaseCard, modelFile } from './encoder/model-card.ts';
import { hasChecksum } from './hub/checksum.ts';
import { cachedRepositories, HubCache } from './hub/hub-cache.ts';
import { formatHubId, isHubId, parseHubId } from './hub/hub-id.ts';
import { chooseFiles, firstMissing } from './hub/wanted-files.ts';
import { bundledModel, levelModels, SENTENCE_MODEL } from './model-files.ts';

/** A model on this machine. */
export interface InstalledModel {
  /** What `--scorer` takes, but for the model that embeds sentences. */
  readonly id: string;
  /** The level that it is the model of. */
  readonly level: number | undefined;
  /** The commit, or the version of a bundled model. */
  readonly version: string | undefined;
  readonly license: string | undefined;
  /** On disk, of all its files; what several models share counts for each. */
  readonly bytes: number;
  readonly folder: string;
  /** What keeps it from being used, if anything does. */
  readonly problem: string | undefined;
  /** Reads all files and compares them with their checksums. */
  verify(signal?: AbortSignal): Promise<Verification>;
}

export interface Verification {
  /** `unknown` where nothing is wrong, but some files have no checksum. */
  readonly state: 'verified' | 'damaged' | 'unknown';
  /** What is wrong, file by file. */
  readonly problems: readonly string[];
}

/** Every model that ships, and every token classifier in the cache of hubs. */
export async function installedModels(cache: string): Promise<readonly InstalledModel[]> {
  const names = [...levelModels, [undefined, SENTENCE_MODEL] as const];
  const bundled = await Promise.all(names.map(([level, name]) => readBundled(level, name)));
  const repositories = await cachedRepositories(cache);
  const cached = await Promise.all(repositories.map((name) => readCached(new HubCache(cache, name))));
  return [...bundled, ...cached.flat()];
}

/**
 * Finds what an id names among the models that are here.
 * @throws PithError `usage` if it is none of them.
 */
export function installedModel(id: string, models: readonly InstalledModel[]): InstalledModel {
  const plain = isHubId(id) ? formatHubId({ ...parseHubId(id), file: undefined }) : id;
  const found = models.find((model) => model.id === plain || `${model.id}@${model.version}` === plain);
  if (found !== undefined) return found;
  throw new PithError('usage', `${id} is not on this machine`, {
    hint: isHubId(id) ? `pith models pull ${id} fetches it` : 'pith models lists what is',
  });
}

async function readBundled(level: number | undefined, name: string): Promise<InstalledModel> {
  const path = bundledModel(name);
  const shared = { id: name, level, folder: dirname(path) };
  try {
    const card = await loadBaseCard(path);
    const files = [card.file, ...card.external, card.vocabulary].map((file) => modelFile(card, file));
    return {
      ...shared,
      version: String(card.version),
      license: card.license,
      bytes: await totalSize(files),
      problem: undefined,
      verify: () => loadBaseCard(path, { verify: true }).then(() => VERIFIED, damagedBy),
    };
  } catch (error) {
    const damage = damagedBy(error);
    const unknown = { version: undefined, license: undefined, bytes: 0 };
    return { ...shared, ...unknown, problem: damage.problems[0], verify: async () => damage };
  }
}

const VERIFIED: Verification = { state: 'verified', problems: [] };

function damagedBy(error: unknown): Verification {
  if (PithError.isInstance(error)) return { state: 'damaged', problems: [error.message] };
  throw error;
}

/** The commits of a repository that hold a token classifier. */
async function readCached(cache: HubCache): Promise<readonly InstalledModel[]> {
  const models: InstalledModel[] = [];
  for (const commit of await cache.commits()) {
    const names = await cache.files(commit);
    const wanted = wantedFiles([...names].sort().find((name) => name.endsWith('.onnx')));
    const chosen = chooseFiles(wanted, names);
    if (firstMissing(wanted, chosen) !== undefined) continue;
    const files = classifierFiles(cache.snapshot(commit), chosen);
    if (await isClassifier(files)) models.push(await describeCached(cache, commit, files, names));
  }
  return models;
}

async function describeCached(
  cache: HubCache,
  commit: string,
  { folder, readme }: ClassifierFiles,
  names: ReadonlySet<string>,
): Promise<InstalledModel> {
  const revisions = await cache.revisionsOf(commit);
  const revision = revisions.includes('main') ? 'main' : (revisions[0] ?? commit);
  const paths = [...names].map((name) => join(folder, name));
  return {
    id: formatHubId({ repository: cache.repository, revision, file: undefined }),
    level: undefined,
    version: commit,
    license: readme === undefined ? undefined : await licenseIn(join(folder, readme)),
    bytes: await totalSize(paths),
    folder,
    problem: undefined,
    verify: (signal) => verifyCached(paths, signal),
  };
}

/** Files of the cache are links to contents that are named by their checksum; where links cannot be, they are copies. */
async function verifyCached(
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Verification> {
  const problems: string[] = [];
  let isKnown = true;
  for (const path of paths) {
    const isRight = await hasChecksum(path, basename(await realpath(path)), signal);
    if (isRight === false) problems.push(`${path} is damaged: its checksum differs`);
    if (isRight === undefined) isKnown = false;
  }
  if (problems.length > 0) return { state: 'damaged', problems };
  return { state: isKnown ? 'verified' : 'unknown', problems };
}

async function isClassifier({ folder, config }: ClassifierFiles): Promise<boolean> {
  try {
    readClassifierConfig(JSON.parse(await readFile(join(folder, config), 'utf8')), folder);
    return true;
  } catch {
    return false;
  }
}

/** From the head of a model card. */
async function licenseIn(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const head = /^---\r?\n(.*?)\r?\n---/s.exec(text)?.[1] ?? '';
  return /^license:[ \t]*["']?([\w.+-]+)/m.exec(head)?.[1];
}

async function totalSize(paths: readonly string[]): Promise<number> {
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
