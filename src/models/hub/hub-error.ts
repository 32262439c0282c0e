import type { Response } from 'undici';
import { PithError, type PithErrorOptions } from '../../pipeline/errors.ts';
import { innermost, isBrokenConnection } from '../http/transport.ts';

/** What stands between us and a model on a hub. */
export type HubFailure =
  | 'unreachable'
  | 'cut'
  | 'unauthorized'
  | 'not-found'
  | 'rate-limited'
  | 'server'
  | 'protocol'
  | 'damaged'
  | 'disk'
  | 'offline';

/** A failure of a hub or its cache; `failure` lets callers tell what is worth another try from what is not. */
export class HubError extends PithError {
  readonly failure: HubFailure;

  constructor(failure: HubFailure, message: string, options: PithErrorOptions = {}) {
    super('model', message, options);
    this.failure = failure;
  }

  /** True if the same request may go well in a moment. */
  get isPassing(): boolean {
    return ['cut', 'rate-limited', 'server'].includes(this.failure);
  }
}

/** What a request was about: a repository, a revision of it, or a file. */
export interface HubPlace {
  readonly endpoint: string;
  readonly repository: string;
  readonly revision: string;
  readonly file?: string;
}

/** A request that got no response, or a response that broke off. */
export function transportError(cause: unknown, url: string): HubError {
  const { code, message } = innermost(cause);
  const { host, hostname } = new URL(url);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new HubError('unreachable', `the host name ${hostname} cannot be resolved`, {
      cause,
      hint: CACHE,
    });
  if (isBrokenConnection(code))
    return new HubError('cut', `the connection to ${host} broke off: ${message}`, { cause, hint: RESUME });
  return new HubError('unreachable', `${host} cannot be reached: ${message}`, { cause, hint: CACHE });
}

const CACHE = 'check the network and HF_ENDPOINT; models that the cache holds need no network';
const RESUME = 'run the same command again: it goes on where it stopped';

/** A response that is not a success. The hub says in a header what it means: missing and private look alike. */
export function statusError({ status, headers }: Response, place: HubPlace): HubError {
  const { endpoint, repository, revision, file } = place;
  const word = headers.get('x-error-code') ?? '';
  const said = (headers.get('x-error-message') ?? '').slice(0, 300);
  const fail = (failure: HubFailure, message: string, hint: string) =>
    new HubError(failure, `${message} (${status}${said === '' ? '' : `: ${said}`})`, { hint });

  if (word === 'GatedRepo' || (status === 403 && word === '')) {
    const hint = `accept its terms at ${endpoint}/${repository}, and set HF_TOKEN to a token that may read it`;
    return fail('unauthorized', `the hub denies access to ${repository}`, hint);
  }
  if (word === 'RevisionNotFound')
    return fail(
      'not-found',
      `${repository} has no revision ${revision}`,
      'leave @REVISION out for the newest',
    );
  if (word === 'EntryNotFound' || (status === 404 && file !== undefined && word === ''))
    return fail('not-found', `${repository} has no file ${file}`, 'name another one after #');
  if (word === 'RepoNotFound' || status === 401 || status === 404) {
    const hint = 'check the name; if the model is private, set HF_TOKEN to a token that may read it';
    return fail('not-found', `${endpoint} shows no model ${repository}`, hint);
  }
  if (status === 403)
    return fail('unauthorized', `the hub denies access to ${repository}`, 'check HF_TOKEN and its rights');
  if (status === 429) {
    const seconds = headers.get('retry-after');
    const hint = `try again ${seconds === null ? 'later' : `after ${seconds} s`}; with HF_TOKEN more is allowed`;
    return fail('rate-limited', 'the hub answers no more requests for now', hint);
  }
  if (status >= 500) return fail('server', 'the hub failed', 'try again later');
  return fail('protocol', 'the hub does not answer as a hub should', NO_HUB);
}

/** A file of the cache that cannot be read or written. */
export function diskError(cause: unknown, path: string): HubError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG')
    return new HubError('disk', `no space is left for ${path}`, { cause, hint: SPACE });
  const message = cause instanceof Error ? cause.message : String(cause);
  return new HubError('disk', `cannot use ${path} in the cache of the hub: ${message}`, {
    cause,
    hint: FOLDER,
  });
}

export const NO_HUB = 'check HF_ENDPOINT and proxies';
export const SPACE = 'make room, or set HF_HOME to a folder on a larger disk; what has come is kept';
const FOLDER = 'see what lies there, or set HF_HOME to a folder that you may write';
