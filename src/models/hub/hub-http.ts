import { EnvHttpProxyAgent, fetch, type Response } from 'undici';
import { abortedError } from '../../pipeline/abort.ts';
import { PithError } from '../../pipeline/errors.ts';
import { retryAfterMs, wait } from '../http/transport.ts';
import { HubError, type HubPlace, NO_HUB, statusError, transportError } from './hub-error.ts';
import type { HubSettings } from './hub-settings.ts';

export interface HubRetries {
  /** Tries without any progress, the first included. @default 5 */
  readonly attempts?: number;
  /** Wait before the second try; doubles each time. @default 1000 */
  readonly baseDelayMs?: number;
  /** A longer Retry-After fails at once instead of waiting. @default 60_000 */
  readonly maxDelayMs?: number;
}

/** What a hub says of a file before it sends it. */
export interface FileDescription {
  /** What its contents are named by: a checksum, on the hub itself. */
  readonly etag: string;
  readonly bytes: number;
}

export interface HubHttpOptions {
  readonly signal?: AbortSignal | undefined;
  readonly retries?: HubRetries | undefined;
  readonly onRetry?: ((failure: HubError, delayMs: number) => void) | undefined;
}

interface HubRequest {
  readonly method: 'GET' | 'HEAD';
  /** Below the endpoint. */
  readonly path: string;
  readonly place: HubPlace;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether to follow a redirection, which may lead to another origin. @default always */
  readonly follows?: (response: Response, isElsewhere: boolean) => boolean;
}

const MAX_REDIRECTS = 10;

/** Requests to a hub. The token goes to the endpoint only, wherever the hub sends us on to. */
export class HubHttp {
  readonly #settings: HubSettings;
  readonly #options: HubHttpOptions;
  readonly #dispatcher: EnvHttpProxyAgent;
  /** How long the last refusal asks to wait. */
  #askedMs: number | undefined;

  constructor(settings: HubSettings, options: HubHttpOptions = {}) {
    const { timeoutMs, proxy } = settings;
    this.#settings = settings;
    this.#options = options;
    this.#dispatcher = new EnvHttpProxyAgent({
      httpProxy: proxy.http,
      httpsProxy: proxy.https,
      noProxy: proxy.except,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      connect: { timeout: timeoutMs },
    });
  }

  /** The JSON at a path below the endpoint. */
  json(path: string, place: HubPlace): Promise<unknown> {
    const { endpoint } = this.#settings;
    return this.#retried(async () => {
      const headers = { accept: 'application/json' };
      const response = await this.#send({ method: 'GET', path, place, headers });
      return parse(await response.text().catch(bodyError(endpoint, this.#options.signal)), endpoint);
    });
  }

  describe(path: string, place: HubPlace): Promise<FileDescription> {
    // What the hub says of a large file stands beside the address that it sends us on to.
    const follows = ({ headers }: Response, isElsewhere: boolean) =>
      !isElsewhere || !headers.has('x-linked-etag');
    return this.#retried(async () =>
      describe(await this.#send({ method: 'HEAD', path, place, follows }), this.#settings),
    );
  }

  /**
   * A response with the bytes of a file from `from` on, to its end or before `end`; or with all of them, where a server
   * knows no ranges: {@link startOf} says which. Not retried.
   */
  open(path: string, place: HubPlace, from: number, end?: number): Promise<Response> {
    const isAll = from === 0 && end === undefined;
    const range = `bytes=${from}-${end === undefined ? '' : end - 1}`;
    return this.#send({ method: 'GET', path, place, headers: isAll ? {} : { range } });
  }

  /** Waits before another try after `failure`, or throws it if there is to be none. `attempt` counts from 1. */
  async pause(failure: unknown, attempt: number): Promise<void> {
    const { attempts = 5, baseDelayMs = 1000, maxDelayMs = 60_000 } = this.#options.retries ?? {};
    if (!(failure instanceof HubError) || !failure.isPassing || attempt >= attempts) throw failure;
    const delay = this.#askedMs ?? baseDelayMs * 2 ** (attempt - 1);
    this.#askedMs = undefined;
    if (delay > maxDelayMs) throw failure;
    this.#options.onRetry?.(failure, delay);
    await wait(delay, this.#options.signal);
  }

  close(): Promise<void> {
    return this.#dispatcher.destroy();
  }

  async #retried<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        await this.pause(error, attempt);
      }
    }
  }

  /** A success, or a redirection that is not to be followed. */
  async #send(request: HubRequest): Promise<Response> {
    const { endpoint } = this.#settings;
    const { follows = () => true } = request;
    let url = new URL(`${endpoint}${request.path}`);
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const response = await this.#sendTo(url, request);
      const next = redirection(response, url);
      if (next === undefined && !response.ok) throw await this.#refused(response, request.place);
      if (next === undefined || !follows(response, next.origin !== new URL(endpoint).origin)) return response;
      await response.body?.cancel();
      url = next;
    }
    throw new HubError('protocol', `${endpoint} sends us round in circles`, { hint: NO_HUB });
  }

  async #sendTo(url: URL, { method, headers }: HubRequest): Promise<Response> {
    const { signal } = this.#options;
    if (signal?.aborted) throw abortedError(signal);
    try {
      return await fetch(url, {
        method,
        dispatcher: this.#dispatcher,
        redirect: 'manual',
        headers: { ...headers, ...ownHeaders(url, this.#settings) },
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      throw signal?.aborted ? abortedError(signal) : transportError(error, url.href);
    }
  }

  async #refused(response: Response, place: HubPlace): Promise<HubError> {
    await response.body?.cancel();
    this.#askedMs = retryAfterMs(response);
    return statusError(response, place);
  }
}

/** Where the bytes of a response belong that was asked for those from `from` on: a server may not know ranges and send everything. */
export function startOf({ status, headers }: Response, from: number): number {
  if (status !== 206) return 0;
  const start = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1];
  if (start === undefined || Number(start) > from) {
    throw new HubError('protocol', 'the hub sends another part of a file than was asked for', {
      hint: NO_HUB,
    });
  }
  return Number(start);
}

/** What became of a body that was being read. */
export function bodyError(url: string, signal: AbortSignal | undefined): (error: unknown) => never {
  return (error) => {
    if (signal?.aborted) throw abortedError(signal);
    throw PithError.isInstance(error) ? error : transportError(error, url);
  };
}

function ownHeaders(url: URL, { endpoint, token }: HubSettings): Record<string, string> {
  // Compressed on the way, a file has another length and no ranges.
  const headers = { 'user-agent': 'pith', 'accept-encoding': 'identity' };
  const isOurs = token !== undefined && url.origin === new URL(endpoint).origin;
  return isOurs ? { ...headers, authorization: `Bearer ${token}` } : headers;
}

function redirection({ status, headers }: Response, from: URL): URL | undefined {
  const location = headers.get('location');
  if (![301, 302, 303, 307, 308].includes(status) || location === null) return undefined;
  const next = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const isSafe = next?.protocol === 'https:' || (next?.protocol === 'http:' && from.protocol === 'http:');
  if (next !== undefined && isSafe) return next;
  throw new HubError('protocol', `${from.host} sends us on to where we do not go: ${location}`, {
    hint: NO_HUB,
  });
}

function describe({ headers }: Response, { endpoint }: HubSettings): FileDescription {
  const linked = headers.get('x-linked-etag');
  const etag = (linked ?? headers.get('etag') ?? '').replace(/^W\//, '').replaceAll('"', '');
  const bytes = Number(headers.get('x-linked-size') ?? headers.get('content-length') ?? Number.NaN);
  if (/^[\w-][\w.-]*$/.test(etag) && Number.isSafeInteger(bytes) && bytes >= 0) return { etag, bytes };
  throw new HubError('protocol', `${endpoint} does not say what its files are: it is no hub`, {
    hint: NO_HUB,
  });
}

function parse(text: string, endpoint: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HubError('protocol', `${endpoint} does not answer with JSON: it is no hub`, {
      cause,
      hint: NO_HUB,
    });
  }
}
