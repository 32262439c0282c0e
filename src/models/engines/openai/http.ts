import { Agent, fetch, Response } from 'undici';
import { abortedError, FirstAbort } from '../../../pipeline/abort.ts';
import { PithError } from '../../../pipeline/errors.ts';
import { retryAfterMs, wait } from '../../http/transport.ts';
import { parseBaseUrl } from './base-url.ts';
import { redact, responseError, streamError, transportError } from './errors.ts';

export interface RetryOptions {
  /** Tries of a request that the server turned away unread (429, 503), the first included. @default 4 */
  readonly attempts?: number;
  /** Wait after the first refusal without a Retry-After header; doubles each time. @default 500 */
  readonly baseDelayMs?: number;
  /** A longer Retry-After fails at once instead of waiting. @default 30_000 */
  readonly maxDelayMs?: number;
}

export interface HttpOptions {
  readonly baseUrl: string;
  readonly apiKey?: string;
  readonly retry?: RetryOptions;
  /** How long a request that no model works on may take, in milliseconds. @default 30_000 */
  readonly lookUpMs?: number;
}

export interface Http {
  /**
   * A successful response, its body unread. `isLookUp`: no model works on it, so that all of it must come soon; by default what has
   * no body.
   */
  request(
    path: string,
    body: object | undefined,
    signal?: AbortSignal,
    isLookUp?: boolean,
  ): Promise<Response>;
  /** What went wrong while a body was read, of which `partial` had come. */
  failure(error: unknown, partial: string, signal?: AbortSignal): PithError;
  /** What a server reports as an error within its stream. */
  streamError(body: string, partial: string): PithError;
  /** What a server sent, fit to be quoted. */
  quote(text: string): string;
  close(): Promise<void>;
}

/**
 * Requests to one server. A prefill of millions of tokens is silent for longer than undici's default time-outs, so
 * they are off for what a model works on, and nothing that a server may have begun to read is sent a second time.
 */
export function createHttp({ baseUrl, apiKey, retry = {}, lookUpMs = 30_000 }: HttpOptions): Http {
  const base = parseBaseUrl(baseUrl);
  const headers = requestHeaders(apiKey);
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  const place = { base, apiKey };
  const failure = (error: unknown, partial: string, signal?: AbortSignal) => {
    if (signal?.aborted) return abortedError(signal);
    return PithError.isInstance(error) ? error : transportError(error, place, partial);
  };

  const send = async (
    path: string,
    body: object | undefined,
    isLookUp: boolean,
    signal: AbortSignal | undefined,
  ) => {
    const limit = isLookUp ? AbortSignal.timeout(lookUpMs) : undefined;
    using stop = new FirstAbort([signal, limit].filter((one) => one !== undefined));
    try {
      const response = await fetch(new URL(`.${path}`, `${base}/`), {
        dispatcher: agent,
        headers,
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
        signal: isLookUp ? stop.signal : (signal ?? null),
      });
      // Read here, where the limit of time still holds: a server may stop between the head and the body.
      return isLookUp ? new Response((await response.text()) || null, response) : response;
    } catch (error) {
      throw failure(error, '', signal);
    }
  };

  return {
    async request(path, body, signal, isLookUp = body === undefined) {
      if (signal?.aborted) throw abortedError(signal);
      for (let attempt = 1; ; attempt++) {
        const response = await send(path, body, isLookUp, signal);
        if (response.ok) return response;
        const text = await response.text().catch(() => '');
        if (signal?.aborted) throw abortedError(signal);
        const delay = delayBeforeRetry(response, attempt, retry);
        if (delay === undefined) throw responseError(response, text, { ...place, path });
        await wait(delay, signal);
      }
    },
    failure,
    streamError: (body, partial) => streamError(body, place, partial),
    quote: (text) => JSON.stringify(redact(text, apiKey)),
    close: () => agent.destroy(),
  };
}

/** Checked here since the HTTP library's own message would repeat the key. */
function requestHeaders(apiKey: string | undefined): Record<string, string> {
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream, application/json' };
  if (apiKey === undefined || apiKey === '') return headers;
  if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new PithError('usage', 'The API key holds characters that cannot be sent.', {
      hint: 'Check it for line breaks, spaces and quotes.',
    });
  }
  return { ...headers, authorization: `Bearer ${apiKey}` };
}

/** Only a 429 or a 503 says that the request was not begun. */
function delayBeforeRetry(response: Response, attempt: number, retry: RetryOptions): number | undefined {
  const { attempts = 4, baseDelayMs = 500, maxDelayMs = 30_000 } = retry;
  if ((response.status !== 429 && response.status !== 503) || attempt >= attempts) return undefined;
  const delay = retryAfterMs(response) ?? baseDelayMs * 2 ** (attempt - 1);
  return delay > maxDelayMs ? undefined : delay;
}
