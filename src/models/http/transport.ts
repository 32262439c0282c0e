import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from 'undici';
import { abortedError } from '../../pipeline/abort.ts';

/** The system's or undici's word for a failure, wherever it is wrapped. */
export function innermost(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0]);
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  if (error.cause instanceof Error) return innermost(error.cause);
  return { code: 'code' in error ? String(error.code) : '', message: error.message };
}

/** True for the code of a failure of a connection that had been made. */
export function isBrokenConnection(code: string): boolean {
  return /^(ECONNRESET|EPIPE|UND_ERR_(?!CONNECT_TIMEOUT).*|HPE_.*)$/.test(code);
}

/** How long a server asks to wait, from seconds or a date. */
export function retryAfterMs(response: Response): number | undefined {
  const value = response.headers.get('retry-after')?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

/** @throws PithError `aborted` as soon as the signal aborts. */
export async function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    throw signal?.aborted ? abortedError(signal) : error;
  }
}
