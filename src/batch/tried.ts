import { setTimeout } from 'node:timers/promises';
import { PithError } from '../pipeline/errors.ts';
import { itemError, mayPass } from './item-error.ts';

export interface TryOptions {
  /** How often it is tried again where that may help. */
  readonly retries: number;
  /** Seconds that a try may take. @default any */
  readonly seconds?: number | undefined;
  readonly signal: AbortSignal;
}

/** Each wait is twice the one before. */
const FIRST_WAIT_MS = 200;

/**
 * Does the work of one item, again if it fails in a way that may pass.
 * @throws {PithError} what {@link itemError} makes of the last error; `limit` when it takes too long
 */
export async function tried<T>(
  { retries, seconds, signal }: TryOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await withinTime(seconds, signal, work);
    } catch (error) {
      const failure = itemError(error, signal);
      if (attempts > retries || !mayPass(failure)) throw failure;
      await setTimeout(FIRST_WAIT_MS * 2 ** (attempts - 1), undefined, { signal });
    }
  }
}

async function withinTime<T>(
  seconds: number | undefined,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (seconds === undefined) return await work(signal);
  const timer = AbortSignal.timeout(Math.ceil(seconds * 1000));
  try {
    return await work(AbortSignal.any([signal, timer]));
  } catch (error) {
    if (signal.aborted || !timer.aborted) throw error;
    throw new PithError('limit', `it took longer than ${seconds} s`, {
      hint: 'raise --time-limit, or use a faster level',
      cause: error,
    });
  }
}
