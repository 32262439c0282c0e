import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { isFile } from '../file-kind.ts';
import { fetchSnapshot, type HubEvent, type Snapshot } from './fetch-snapshot.ts';
import { HubCache } from './hub-cache.ts';
import { HubError, type HubFailure } from './hub-error.ts';
import { HubHttp, type HubRetries } from './hub-http.ts';
import { filePath, formatHubId, type HubId } from './hub-id.ts';
import { type Environment, type HubSettings, readHubSettings } from './hub-settings.ts';
import { remoteBytes } from './remote-bytes.ts';
import { chooseCertain, chooseFiles, firstMissing, type WantedFile } from './wanted-files.ts';

export type { HubEvent, Snapshot } from './fetch-snapshot.ts';

export interface HubOptions {
  /** The variables HF_HOME, HF_ENDPOINT, HF_TOKEN and so on; a program gives `process.env`. @default {} */
  readonly environment?: Environment;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: HubEvent) => void) | undefined;
  readonly retries?: HubRetries;
}

/** Failures that no file of the cache makes up for: the model is not there, or not for us. */
const decisive: ReadonlySet<HubFailure> = new Set<HubFailure>(['not-found', 'unauthorized']);

/** The models of a hub, by way of the cache that all programs share. */
export class Hub implements AsyncDisposable {
  readonly settings: HubSettings;
  readonly #options: HubOptions;
  readonly #http: HubHttp;
  /** Takes the first failure for an answer. */
  readonly #hastyHttp: HubHttp;

  private constructor(settings: HubSettings, options: HubOptions) {
    const { signal, retries, onEvent } = options;
    this.settings = settings;
    this.#options = options;
    this.#http = new HubHttp(settings, {
      signal,
      retries,
      onRetry: ({ message }, delayMs) => onEvent?.({ type: 'retry', reason: message, delayMs }),
    });
    this.#hastyHttp = new HubHttp(settings, { signal, retries: { attempts: 1 } });
  }

  /** @throws PithError `usage` for settings that make no sense. */
  static async open(options: HubOptions = {}): Promise<Hub> {
    return new Hub(await readHubSettings(options.environment ?? {}), options);
  }

  /**
   * The wanted files: from the cache if it has them, which needs no network, or else from the hub. Where the cache has
   * files that will do, and only the hub knows whether it has better ones, it is asked once.
   * @throws {HubError} if they cannot be had.
   */
  async find(id: HubId, wanted: readonly WantedFile[]): Promise<Snapshot> {
    const cache = this.#cacheOf(id);
    const commit = await cache.commitOf(id.revision);
    if (commit === undefined && this.settings.isOffline) throw offlineError(id);
    if (commit === undefined) return this.#fetch({ id, revision: id.revision, wanted });
    const here = await cache.files(commit);
    const certain = chooseCertain(wanted, here, await cache.missing(commit));
    const files = certain ?? chooseFiles(wanted, here);
    const isUsable = firstMissing(wanted, files) === undefined;
    const usable = { repository: id.repository, commit, folder: cache.snapshot(commit), files };
    if (isUsable && (certain !== undefined || this.settings.isOffline)) return usable;
    if (this.settings.isOffline) throw offlineError(id);
    if (!isUsable) return this.#fetch({ id, revision: commit, wanted });
    try {
      return await this.#fetch({ id, revision: commit, wanted, http: this.#hastyHttp });
    } catch (error) {
      if (!(error instanceof HubError) || decisive.has(error.failure)) throw error;
      const message = `${error.message}; what the cache holds of ${formatHubId(id)} is used`;
      this.#options.onEvent?.({ type: 'warning', message });
      return usable;
    }
  }

  /**
   * The wanted files as the hub has them now. What the cache holds of them is compared with its checksums, and not
   * fetched again unless it is damaged.
   * @throws {HubError} if they cannot be had.
   */
  async pull(id: HubId, wanted: readonly WantedFile[]): Promise<Snapshot> {
    if (this.settings.isOffline) {
      throw new HubError('offline', `HF_HUB_OFFLINE is set: nothing is fetched`, {
        hint: 'unset it to pull',
      });
    }
    return this.#fetch({ id, revision: id.revision, wanted, mends: true });
  }

  /**
   * The bytes of a file from its beginning, of which nothing is kept: for what is wanted in part only. From the cache, if
   * it has the file.
   * @throws {HubError} while they are read, if they cannot be had.
   */
  async *bytes(id: HubId, file: string): AsyncGenerator<Uint8Array> {
    const { signal } = this.#options;
    const { endpoint, isOffline } = this.settings;
    const { repository, revision } = id;
    const cache = this.#cacheOf(id);
    const commit = await cache.commitOf(revision);
    const cached = commit === undefined ? undefined : join(cache.snapshot(commit), file);
    if (cached !== undefined && (await isFile(cached))) return yield* createReadStream(cached);
    if (isOffline) throw offlineError(id);
    const place = { endpoint, repository, revision, file };
    yield* remoteBytes(this.#http, { path: filePath(repository, revision, file), place, signal });
  }

  /**
   * The same for a file that no hub has; it is not sent the token.
   * @throws {HubError} while they are read, if they cannot be had.
   */
  async *bytesOf({ origin, host, pathname, search }: URL): AsyncGenerator<Uint8Array> {
    const { signal, retries } = this.#options;
    const http = new HubHttp({ ...this.settings, endpoint: origin, token: undefined }, { signal, retries });
    try {
      const place = { endpoint: origin, repository: host, revision: '', file: pathname };
      yield* remoteBytes(http, { path: `${pathname}${search}`, place, signal });
    } finally {
      await http.close();
    }
  }

  #fetch(request: FetchRequest): Promise<Snapshot> {
    const { signal, onEvent } = this.#options;
    const { endpoint } = this.settings;
    const cache = this.#cacheOf(request.id);
    return fetchSnapshot({ http: this.#http, endpoint, cache, signal, onEvent, ...request });
  }

  #cacheOf({ repository }: HubId): HubCache {
    return new HubCache(this.settings.cache, repository);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#http.close(), this.#hastyHttp.close()]);
  }
}

interface FetchRequest {
  readonly id: HubId;
  readonly revision: string;
  readonly wanted: readonly WantedFile[];
  readonly mends?: boolean;
  readonly http?: HubHttp;
}

function offlineError(id: HubId): HubError {
  return new HubError('offline', `${formatHubId(id)} is not in the cache, and HF_HUB_OFFLINE is set`, {
    hint: `pith models pull ${formatHubId(id)} fetches it while there is a network`,
  });
}
