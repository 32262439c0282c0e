import { DatabaseSync } from '@photostructure/sqlite';
import { PithError } from '../pipeline/errors.ts';
import { lockFile } from './lock-file.ts';
import { isBusy, storeError } from './store-error.ts';

/** How long those may take together that begin at the same time. */
const TURN_MS = 10_000;

/**
 * Lets in any number of processes that name the same number of parts, and keeps others away until all of those are gone. The
 * number is in an SQLite file, which each of them reads, and goes on reading: none can write it meanwhile.
 *
 * @param what - what is divided, for the error
 * @throws {PithError} `store` if processes hold it that named another number
 */
export function agreementLock(path: string, parts: number, what: string): Disposable {
  // One after the other, so that who cannot write the number knows that others hold it, and do not only look.
  using _ = lockFile(`${path}.turn`, what, TURN_MS);
  let database: InstanceType<typeof DatabaseSync> | undefined;
  try {
    const held = new DatabaseSync(path, { timeout: 0 });
    database = held;
    if (numberIn(held) !== parts) {
      held.exec(`ROLLBACK; BEGIN EXCLUSIVE; PRAGMA user_version = ${parts}; COMMIT`);
      numberIn(held);
    }
    return {
      [Symbol.dispose]() {
        // A connection whose statements were not collected yet lives on after it is closed.
        held.exec('ROLLBACK');
        held.close();
      },
    };
  } catch (error) {
    database?.close();
    throw isBusy(error) ? divided(what) : storeError(error, `the lock ${path}`);
  }
}

/** The number, which stays as it is until the end of the transaction that this begins. */
function numberIn(database: InstanceType<typeof DatabaseSync>): unknown {
  database.exec('BEGIN');
  return database.prepare('PRAGMA user_version').get()?.['user_version'];
}

function divided(what: string): PithError {
  return new PithError(
    'store',
    `another run is writing ${what}, and divides it into another number of parts`,
    {
      hint: 'wait until it has ended; runs at the same time need the same count in --shard INDEX/COUNT',
    },
  );
}
