import type { Response } from 'undici';
import { innermost, isBrokenConnection } from '../../http/transport.ts';
import { EngineError, type EngineFailure } from '../engine-error.ts';
import { type ContextTooLong, contextTooLong } from './context-too-long.ts';

/** Where a request went; the key is known so that a server that repeats it is not quoted. */
export interface RequestPlace {
  readonly base: string;
  readonly apiKey: string | undefined;
  readonly path?: string;
}

/** A request that got no response, or a response that broke off after `partial`. */
export function transportError(error: unknown, { base }: RequestPlace, partial: string): EngineError {
  const { code, message } = innermost(error);
  const { host, hostname } = new URL(base);
  const unreachable = (problem: string, hint: string) =>
    new EngineError('unreachable', problem, { hint, cause: error });

  if (code === 'ECONNREFUSED') {
    const hint = `Start the server, or check host and port of the base URL ${base}.`;
    return unreachable(`Nothing answers at ${host}: the connection was refused.`, hint);
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    const hint = `Check the base URL ${base} and the network.`;
    return unreachable(`The host name ${hostname} cannot be resolved.`, hint);
  }
  if (error instanceof Error && error.name === 'TimeoutError') {
    return unreachable(
      `${host} took a request that asks nothing of a model, and says nothing.`,
      'See the log of the server, or restart it.',
    );
  }
  if (!isBrokenConnection(code) && partial === '') {
    const hint = `Check the base URL ${base}, the network and firewalls.`;
    return unreachable(`${host} cannot be reached: ${message}.`, hint);
  }
  return new EngineError('cut', `The connection to ${host} broke off (${code === '' ? message : code}).`, {
    hint: 'See the log of the server: it may have crashed or run out of memory.',
    cause: error,
    partial,
  });
}

/** A response that is not a success. `body` is what came with it. */
export function responseError(response: Response, body: string, place: RequestPlace): EngineError {
  const said = serverMessage(body, place);
  const tooLong = contextTooLong(body);
  if (tooLong !== undefined) return tooLongError(said, tooLong);
  return statusError(response, said === '' ? '' : `: ${said}`, place);
}

/** An error that a server reports inside a stream that began well. */
export function streamError(body: string, place: RequestPlace, partial: string): EngineError {
  const said = serverMessage(body, place);
  const tooLong = contextTooLong(body);
  if (tooLong !== undefined) return tooLongError(said, tooLong);
  return new EngineError('server', `The server failed while it answered: ${said}`, {
    hint: 'See the log of the server.',
    partial,
  });
}

function tooLongError(said: string, { limit }: ContextTooLong): EngineError {
  return new EngineError('context-too-long', `The context is too long for the model: ${said}`, {
    hint: 'Compress it further, or set the context limit so that it is read in windows.',
    ...(limit === undefined ? {} : { contextLimit: limit }),
  });
}

function statusError(
  { status, headers }: Response,
  quote: string,
  { base, path = '' }: RequestPlace,
): EngineError {
  const fail = (failure: EngineFailure, message: string, hint: string) =>
    new EngineError(failure, `${message} (${status})${quote}`, { hint });

  if (status === 401)
    return fail('unauthorized', 'The server refused the API key', 'Set an API key that this server accepts.');
  if (status === 403)
    return fail('unauthorized', 'The server denies access', 'The key may not be allowed to use this model.');
  if (status === 404) {
    const hint = 'Check the base URL (it usually ends in /v1) and the model name.';
    return fail('not-found', `The server has no ${base}${path}, or not this model`, hint);
  }
  if (status === 429) {
    const wait = headers.get('retry-after');
    const hint = wait === null ? 'Try again later.' : `Try again later: the server says Retry-After ${wait}.`;
    return fail('rate-limited', 'The server is over its rate limit or quota', hint);
  }
  if (status >= 500) return fail('server', 'The server failed', 'See the log of the server.');
  return fail(
    'rejected',
    'The server rejected the request',
    'Check the model name and options against what the server supports.',
  );
}

/** The message in a JSON error body of any of the usual shapes, else the start of the body; never the key. */
export function serverMessage(text: string, { apiKey }: RequestPlace): string {
  const message = messageIn(parseJson(text)) ?? (text.trimStart().startsWith('<') ? '' : text.trim());
  return redact(message, apiKey);
}

/** A text to quote in a message: without the key, and not too long. */
export function redact(text: string, apiKey: string | undefined): string {
  const hidden = apiKey ? text.replaceAll(apiKey, '***') : text;
  return hidden.length > 500 ? `${hidden.slice(0, 500)}…` : hidden;
}

function messageIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const { error, message, detail } = value as Record<string, unknown>;
  return messageIn(error) ?? messageIn(message) ?? messageIn(detail);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
