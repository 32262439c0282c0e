import { download } from './download.ts';
import { HubCache } from './hub-cache.ts';
import { diskError, HubError, type HubPlace } from './hub-error.ts';
import { type FileDescription, HubHttp, type HubRetries } from './hub-http.ts';
import { formatHubId, type HubId } from './hub-id.ts';
import { type Environment, type HubSettings, readHubSettings } from './hub-settings.ts';
import { fetchListing, type Listing } from './listing.ts';
import {
  absentFiles,
  type ChosenFiles,
  chooseCertain,
  chooseFiles,
  companionsOf,
  lackingFile,
  type WantedFile,
} from './wanted-files.ts';

export interface HubOptions {
  /** The variables HF_HOME, HF_ENDPOINT, HF_TOKEN and so on; a program gives `process.env`. @default {} */
  readonly environment?: Environment;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: HubEvent) => void) | undefined;
  readonly retries?: HubRetries;
}

/** What happens while files come. */
export type HubEvent =
  /** Bytes of all files that are needed and not here yet; `done` of them have come. */
  | { readonly type: 'progress'; readonly file: string; readonly done: number; readonly total: number }
  | { readonly type: 'retry'; readonly reason: string; readonly delayMs: number }
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

/** The models of a hub, by way of the cache that all programs share. */
export class Hub implements AsyncDisposable {
  readonly settings: HubSettings;
  readonly #http: HubHttp;
  readonly #options: HubOptions;

  private constructor(settings: HubSettings, options: HubOptions) {
    const { signal, retries, onEvent } = options;
    this.settings = settings;
    this.#options = options;
    this.#http = new HubHttp(settings, {
      signal,
      retries,
      onRetry: ({ message }, delayMs) => onEvent?.({ type: 'retry', reason: message, delayMs }),
    });
  }

  /** @throws PithError `usage` for settings that make no sense. */
  static async open(options: HubOptions = {}): Promise<Hub> {
    return new Hub(await readHubSettings(options.environment ?? {}), options);
  }

  /**
   * The wanted files: from the cache if it has them, which needs no network, or else from the hub.
   * @throws {HubError} if they cannot be had.
   */
  async find(id: HubId, wanted: readonly WantedFile[]): Promise<Snapshot> {
    const cache = new HubCache(this.settings.cache, id.repository);
    const commit = await cache.commitOf(id.revision);
    if (commit === undefined && this.settings.isOffline) throw offlineError(id);
    if (commit === undefined) return this.#fetch(cache, id, id.revision, wanted);
    const files = await cache.files(commit);
    const certain = chooseCertain(wanted, files, await cache.missing(commit));
    const present = certain ?? chooseFiles(wanted, files);
    const isUsable = lackingFile(wanted, present) === undefined;
    if (isUsable && (certain !== undefined || this.settings.isOffline))
      return snapshotOf(cache, commit, present);
    if (this.settings.isOffline) throw offlineError(id);
    try {
      return await this.#fetch(cache, id, commit, wanted);
    } catch (error) {
      const isAway = error instanceof HubError && error.failure === 'unreachable';
      if (isAway && isUsable) return snapshotOf(cache, commit, present);
      throw error;
    }
  }

  /**
   * The wanted files as the hub has them now; what the cache holds already is not fetched again, unless it is damaged.
   * @throws {HubError} if they cannot be had.
   */
  async pull(id: HubId, wanted: readonly WantedFile[]): Promise<Snapshot> {
    if (this.settings.isOffline) {
      throw new HubError('offline', `HF_HUB_OFFLINE is set: nothing is fetched`, {
        hint: 'unset it to pull',
      });
    }
    const cache = new HubCache(this.settings.cache, id.repository);
    await cache.dropDamaged(this.#options.signal);
    return this.#fetch(cache, id, id.revision, wanted);
  }

  async #fetch(
    cache: HubCache,
    id: HubId,
    revision: string,
    wanted: readonly WantedFile[],
  ): Promise<Snapshot> {
    const { endpoint } = this.settings;
    const place = { endpoint, repository: id.repository, revision };
    const listing = await fetchListing(this.#http, place);
    const chosen = chooseFiles(wanted, listing.files);
    const lacking = lackingFile(wanted, chosen);
    if (lacking !== undefined) throw lackingError(id, lacking);
    await this.#fetchFiles(cache, place, listing, chosen);
    try {
      for (const name of absentFiles(wanted, chosen)) await cache.markMissing(listing.commit, name);
      await cache.setCommit(id.revision, listing.commit);
    } catch (error) {
      throw diskError(error, cache.snapshot(listing.commit));
    }
    return snapshotOf(cache, listing.commit, chosen);
  }

  /** Weights come before the file that refers to them: where that one is, the others are. */
  async #fetchFiles(cache: HubCache, place: HubPlace, listing: Listing, chosen: ChosenFiles): Promise<void> {
    const { commit, files } = listing;
    const names = chosen.flatMap((name) => (name === undefined ? [] : [...companionsOf(name, files), name]));
    const here = await cache.files(commit);
    const remote: RemoteFile[] = [];
    for (const name of names.filter((name) => !here.has(name))) {
      const url = `/${place.repository}/resolve/${commit}/${name.split('/').map(encodeURIComponent).join('/')}`;
      const at = { ...place, file: name };
      remote.push({ name, url, place: at, description: await this.#http.describe(url, at) });
    }
    const total = remote.reduce((sum, { description }) => sum + description.bytes, 0);
    let before = 0;
    const { onEvent } = this.#options;
    try {
      for (const file of remote) {
        await this.#fetchFile(cache, commit, file, (bytes) =>
          onEvent?.({ type: 'progress', file: file.name, done: before + bytes, total }),
        );
        before += file.description.bytes;
      }
    } finally {
      onEvent?.({ type: 'end' });
    }
  }

  async #fetchFile(
    cache: HubCache,
    commit: string,
    { name, url, place, description }: RemoteFile,
    onBytes: (bytes: number) => void,
  ): Promise<void> {
    const { signal } = this.#options;
    const path = cache.blob(description.etag);
    await download(this.#http, { url, place, description, path, signal, onBytes });
    await cache.link(commit, name, description.etag).catch((error: unknown) => {
      throw diskError(error, name);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#http.close();
  }
}

interface RemoteFile {
  readonly name: string;
  readonly url: string;
  readonly place: HubPlace;
  readonly description: FileDescription;
}

function snapshotOf(cache: HubCache, commit: string, files: ChosenFiles): Snapshot {
  return { repository: cache.repository, commit, folder: cache.snapshot(commit), files };
}

function lackingError(id: HubId, { names }: WantedFile): HubError {
  return new HubError('not-found', `${formatHubId(id)} has no ${names.join(' and no ')}`, {
    hint: 'a token classifier in ONNX form is needed; one can be named with #path/to/model.onnx',
  });
}

function offlineError(id: HubId): HubError {
  return new HubError('offline', `${formatHubId(id)} is not in the cache, and HF_HUB_OFFLINE is set`, {
    hint: `pith models pull ${formatHubId(id)} fetches it while there is a network`,
  });
}
