import { join } from 'node:path';
import { isFile } from '../file-kind.ts';
import { download } from './download.ts';
import type { HubCache } from './hub-cache.ts';
import { diskError, HubError, type HubPlace } from './hub-error.ts';
import type { FileDescription, HubHttp } from './hub-http.ts';
import { filePath, formatHubId, type HubId } from './hub-id.ts';
import { fetchListing, type Listing } from './listing.ts';
import {
  type ChosenFiles,
  chooseFiles,
  companionsOf,
  firstMissing,
  missingNames,
  type WantedFile,
} from './wanted-files.ts';

/** What happens while files come. */
export type HubEvent =
  /** Bytes of all files that are needed and not here yet; `done` of them have come. */
  | { readonly type: 'progress'; readonly file: string; readonly done: number; readonly total: number }
  | { readonly type: 'retry'; readonly reason: string; readonly delayMs: number }
  /** Something that the user should know, although the files come. */
  | { readonly type: 'warning'; readonly message: string }
  /** Whether or not all has come. */
  | { readonly type: 'end' };

/** Files of one commit, in the cache. */
export interface Snapshot {
  readonly repository: string;
  readonly commit: string;
  readonly folder: string;
  /** Names below the folder, in the order of what was wanted; undefined for what is not there. */
  readonly files: ChosenFiles;
}

export interface SnapshotRequest {
  readonly http: HubHttp;
  readonly endpoint: string;
  readonly cache: HubCache;
  readonly id: HubId;
  /** What to ask for: the id's own revision, or the commit that the cache knows it by. */
  readonly revision: string;
  readonly wanted: readonly WantedFile[];
  /** Compares what is here with its checksums, and fetches again what is damaged. @default false */
  readonly mends?: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: HubEvent) => void) | undefined;
}

/**
 * Fetches what is missing of the wanted files.
 * @throws {HubError} if they cannot be had; a PithError `aborted`.
 */
export async function fetchSnapshot(request: SnapshotRequest): Promise<Snapshot> {
  const { http, endpoint, cache, id, revision, wanted } = request;
  const place = { endpoint, repository: id.repository, revision };
  const listing = await fetchListing(http, place);
  const { commit } = listing;
  const files = chooseFiles(wanted, listing.files);
  const missing = firstMissing(wanted, files);
  if (missing !== undefined) throw missingError(id, missing);
  await fetchFiles(request, commit, await findRemote(request, place, listing, files));
  try {
    for (const name of missingNames(wanted, files)) await cache.markMissing(commit, name);
    await cache.setCommit(id.revision, commit);
  } catch (error) {
    throw diskError(error, cache.snapshot(commit));
  }
  return { repository: id.repository, commit, folder: cache.snapshot(commit), files };
}

interface RemoteFile {
  readonly name: string;
  readonly url: string;
  readonly place: HubPlace;
  readonly description: FileDescription;
}

/**
 * Finds out which files are to be fetched. Weights come before the file that refers to them: where that one is, the
 * others are.
 */
async function findRemote(
  request: SnapshotRequest,
  place: HubPlace,
  { commit, files }: Listing,
  chosen: ChosenFiles,
): Promise<readonly RemoteFile[]> {
  const { http, cache } = request;
  const names = chosen.flatMap((name) => (name === undefined ? [] : [...companionsOf(name, files), name]));
  const remote: RemoteFile[] = [];
  for (const name of names) {
    const path = join(cache.snapshot(commit), name);
    await mend(request, name, path);
    if (await isFile(path)) continue;
    const url = filePath(place.repository, commit, name);
    const at = { ...place, file: name };
    const description = await http.describe(url, at);
    // Another commit may have left the same contents.
    await mend(request, name, cache.blob(description.etag));
    remote.push({ name, url, place: at, description });
  }
  return remote;
}

async function mend({ cache, mends, signal, onEvent }: SnapshotRequest, name: string, path: string) {
  if (mends !== true || !(await cache.dropDamaged(path, signal))) return;
  onEvent?.({ type: 'warning', message: `${name} was damaged in the cache, and is fetched again` });
}

async function fetchFiles(
  { http, cache, signal, onEvent }: SnapshotRequest,
  commit: string,
  files: readonly RemoteFile[],
): Promise<void> {
  const total = files.reduce((sum, { description }) => sum + description.bytes, 0);
  let before = 0;
  try {
    for (const { name, url, place, description } of files) {
      const path = cache.blob(description.etag);
      const onBytes = (bytes: number) =>
        onEvent?.({ type: 'progress', file: name, done: before + bytes, total });
      await download(http, { url, place, description, path, signal, onBytes });
      await cache.link(commit, name, description.etag).catch((error: unknown) => {
        throw diskError(error, name);
      });
      before += description.bytes;
    }
  } finally {
    onEvent?.({ type: 'end' });
  }
}

function missingError(id: HubId, { names, hint }: WantedFile): HubError {
  return new HubError('not-found', `${formatHubId(id)} has no ${names.join(' and no ')}`, {
    hint: hint ?? 'a token classifier in ONNX form is needed; one can be named with #path/to/model.onnx',
  });
}
