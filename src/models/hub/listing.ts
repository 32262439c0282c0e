import { HubError, type HubPlace, NO_HUB } from './hub-error.ts';
import type { HubHttp } from './hub-http.ts';
import { isCommit, isFileName } from './hub-id.ts';

/** What a repository holds at one commit. */
export interface Listing {
  readonly commit: string;
  readonly files: ReadonlySet<string>;
}

/**
 * Asks the hub for the files of a revision.
 * @throws {HubError} if there is no such repository or revision, or no hub.
 */
export async function fetchListing(http: HubHttp, place: HubPlace): Promise<Listing> {
  const { repository, revision, endpoint } = place;
  const path = `/api/models/${repository}/revision/${encodeURIComponent(revision)}`;
  const value = (await http.json(path, place)) as {
    readonly sha?: unknown;
    readonly siblings?: unknown;
  } | null;
  const { sha, siblings } = value ?? {};
  if (typeof sha !== 'string' || !isCommit(sha) || !Array.isArray(siblings)) {
    throw new HubError('protocol', `${endpoint} does not list what ${repository} holds: it is no hub`, {
      hint: NO_HUB,
    });
  }
  const names = siblings.map((file: { readonly rfilename?: unknown } | null) => file?.rfilename);
  const files = names.filter((name) => typeof name === 'string' && isFileName(name)) as string[];
  return { commit: sha, files: new Set(files) };
}
