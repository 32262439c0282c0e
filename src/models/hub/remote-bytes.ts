import type { Response } from 'undici';
import { HubError, type HubPlace } from './hub-error.ts';
import { bodyError, type HubHttp, startOf } from './hub-http.ts';

/** Bytes that are asked for at once. */
const PIECE = 2 ** 20;

export interface RemoteFile {
  /** Path below the endpoint. */
  readonly path: string;
  readonly place: Required<HubPlace>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The bytes of a file from its beginning, a piece at a time, so that whoever needs only the first of them fetches little
 * more. A server that knows no ranges is read in one go, and left when no more is wanted.
 * @throws {HubError} if they cannot be had; a PithError `aborted`.
 */
export async function* remoteBytes(
  http: HubHttp,
  { path, place, signal }: RemoteFile,
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let attempt = 1, isEnd = false; !isEnd; attempt += 1) {
    const before = at;
    try {
      const response = await http.open(path, place, at, at + PIECE);
      // What has come already comes again from a server that knows no ranges.
      let from = startOf(response, at);
      for await (const chunk of bodyOf(response, signal)) {
        const fresh = chunk.subarray(Math.max(0, at - from));
        from += chunk.length;
        at += fresh.length;
        yield fresh;
      }
      isEnd = isLast(response, at, before + PIECE);
      if (!isEnd && at === before) throw emptyError(place);
      // Tries are counted from the last progress on.
      attempt = 0;
    } catch (error) {
      if (at > before) attempt = 1;
      await http.pause(error, attempt);
    }
  }
}

/** The chunks of a body; what breaks it off is an error of the hub. */
async function* bodyOf({ body, url }: Response, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body ?? []) yield chunk as Uint8Array;
  } catch (error) {
    bodyError(url, signal)(error);
  }
}

/** Whether a response that was to go as far as `end`, and went as far as `at`, was the last of its file. */
function isLast({ status, headers }: Response, at: number, end: number): boolean {
  if (status !== 206) return true;
  const total = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1];
  return total === undefined ? at < end : at >= Number(total);
}

function emptyError({ file }: Required<HubPlace>): HubError {
  return new HubError('cut', `of ${file} nothing more comes, though it is longer`, {
    hint: 'try again later',
  });
}
