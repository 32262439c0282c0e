import { DatabaseSync } from '@photostructure/sqlite';
import { PithError } from '../pipeline/errors.ts';
import { isBusy, storeError } from './store-error.ts';

/**
 * Keeps other processes away until it is disposed of. The system lets go of it when the process ends, however that happens:
 * it is the lock of an SQLite file, which holds nothing.
 *
 * @param what - what it is about, for the error
 * @param wait - milliseconds that another process may still have it
 * @throws {PithError} `store` if another process has it
 */
export function lockFile(path: string, what: string, wait = 0): Disposable {
  let database: InstanceType<typeof DatabaseSync> | undefined;
  try {
    const held = new DatabaseSync(path, { timeout: wait });
    database = held;
    held.exec('BEGIN EXCLUSIVE');
    return { [Symbol.dispose]: () => held.close() };
  } catch (error) {
    database?.close();
    if (!isBusy(error)) throw storeError(error, `the lock ${path}`);
    throw new PithError('store', `another run is writing ${what}`, {
      hint: 'wait until it has ended; `pith runs` shows how far it is',
    });
  }
}
