import { megabytes } from '../../megabytes.ts';
import { EngineError } from '../engine-error.ts';
import type { Llama } from './library.ts';

/** Fails when memory runs short. */
export type MemoryGuard = () => Promise<void>;

/**
 * Looks whether so many bytes are free, in main memory and on the GPU, if there is one. Caches have their full size from
 * the beginning, so it is others on the machine that take what is missing later.
 */
export function memoryGuard(
  llama: Pick<Llama, 'gpu' | 'getRamState' | 'getVramState'>,
  margin: number,
): MemoryGuard {
  return async () => {
    check('main memory', (await llama.getRamState()).free, margin);
    if (llama.gpu !== false) check('GPU memory', (await llama.getVramState()).free, margin);
  };
}

function check(what: string, free: number, margin: number): void {
  if (free >= margin) return;
  throw new EngineError('memory', `only ${megabytes(free)} of ${what} are free, so the model stops reading`, {
    hint: MEMORY_HINT,
  });
}

/** What a user can do about a lack of memory. */
export const MEMORY_HINT =
  'End other programs, give a smaller --context-limit, halve the cache with --kv-type q8_0, or compress the text further.';
