import { agreementLock } from '../store/agreement-lock.ts';
import { Ledger } from '../store/ledger.ts';
import { lockFile } from '../store/lock-file.ts';
import { moveDamagedAway } from '../store/move-damaged-away.ts';
import { isDamaged } from '../store/store-error.ts';
import type { OutputFolder } from './output-folder.ts';
import type { Shard } from './shard.ts';

/** In the place of the number of parts: a single part has another ledger. */
const UNDIVIDED = 0;

/** A ledger that is this process's alone until it is disposed of. */
export interface OpenLedger extends Disposable {
  readonly ledger: Ledger;
  /** `all`, or that of the shard. */
  readonly name: string;
}

/**
 * Opens the ledger of an output folder; each shard has its own. One that is damaged is moved aside with a warning: outputs
 * stay, and are made again.
 *
 * @throws {PithError} `store` if another run has it or divides the folder otherwise, or it cannot be opened
 */
export function openLedger(
  folder: OutputFolder,
  shard: Shard | undefined,
  onWarning: (message: string) => void,
): OpenLedger {
  const name = shard === undefined ? 'all' : `${shard.index}-of-${shard.count}`;
  const lock = lockShard(folder, name, shard?.count ?? UNDIVIDED);
  try {
    const ledger = openOrRenew(folder.own(ledgerFile(name)), onWarning);
    return {
      ledger,
      name,
      [Symbol.dispose]() {
        ledger.close();
        lock[Symbol.dispose]();
      },
    };
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}

/** Keeps other runs of the same part away, and all that divide the corpus otherwise: they would write the same outputs. */
function lockShard(folder: OutputFolder, name: string, count: number): Disposable {
  const own = lockFile(folder.own(`${name}.lock`), folder.path);
  try {
    const division = agreementLock(folder.own('shards.lock'), count, folder.path);
    return {
      [Symbol.dispose]() {
        division[Symbol.dispose]();
        own[Symbol.dispose]();
      },
    };
  } catch (error) {
    own[Symbol.dispose]();
    throw error;
  }
}

function ledgerFile(name: string): string {
  return `${name}.sqlite`;
}

function openOrRenew(path: string, onWarning: (message: string) => void): Ledger {
  try {
    return new Ledger(path);
  } catch (error) {
    if (!isDamaged(error)) throw error;
    const aside = moveDamagedAway(path);
    onWarning(`${(error as Error).message}; it was moved to ${aside}, and all is done anew`);
    return new Ledger(path);
  }
}
