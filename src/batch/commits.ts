import type { Ledger } from '../store/ledger.ts';
import type { LedgerItem, RunTotals } from '../store/ledger-entry.ts';
import type { BatchEvent } from './batch-events.ts';
import { failedItem, type Outcome } from './make-output.ts';
import type { OutputFolder } from './output-folder.ts';
import type { Work } from './work.ts';

/** So many outputs are made durable together, which takes hardly longer than one. */
const MOST_TOGETHER = 64;
/** The first of them waits this long at most, as long as others follow. */
const LONGEST_WAIT_MS = 500;

export interface CommitOptions {
  readonly folder: Pick<OutputFolder, 'place'>;
  readonly ledger: Pick<Ledger, 'record'>;
  readonly run: number;
  readonly onEvent: (event: BatchEvent) => void;
}

/**
 * Puts outputs in their places and then says so in the ledger, some at a time. An output is reported only after that, so what
 * was reported is never done again.
 */
export class Commits {
  readonly #options: CommitOptions;
  readonly #totals = { done: 0, failed: 0, unchanged: 0 };
  #waiting: Outcome[] = [];
  /** Of the inputs that are done with. */
  #bytes = 0;
  #last = performance.now();

  constructor(options: CommitOptions) {
    this.#options = options;
  }

  get totals(): RunTotals {
    return this.#totals;
  }

  /** Takes what became of a piece of work. */
  async add({ bytes }: Work, outcomes: readonly Outcome[]): Promise<void> {
    this.#waiting.push(...outcomes);
    this.#bytes += bytes;
    const isDue = this.#waiting.length >= MOST_TOGETHER || performance.now() - this.#last >= LONGEST_WAIT_MS;
    if (isDue) await this.end();
  }

  /** Commits all that waits. */
  async end(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    const { folder, ledger, run } = this.#options;
    const written = waiting.flatMap((outcome) => (outcome.type === 'written' ? [outcome.output] : []));
    const errors = new Map((await folder.place(written)).map(({ output, error }) => [output, error]));
    const ended = waiting.map((outcome): Outcome => {
      const error = outcome.type === 'written' ? errors.get(outcome.output) : undefined;
      if (outcome.type !== 'written' || error === undefined) return outcome;
      const { work, item } = outcome;
      return {
        type: 'failed',
        work,
        error,
        item: failedItem({ work, cut: item, output: item.output }, error, item),
      };
    });
    const items = ended.flatMap((outcome): readonly LedgerItem[] =>
      outcome.type === 'unchanged' ? [] : [outcome.item],
    );
    if (items.length > 0) ledger.record(run, items);
    for (const outcome of ended) this.#report(outcome);
    this.#options.onEvent({ type: 'progress', bytes: this.#bytes });
    this.#last = performance.now();
  }

  #report(outcome: Outcome): void {
    const { onEvent } = this.#options;
    const { work } = outcome;
    const { input } = work;
    if (outcome.type === 'unchanged') {
      this.#totals.unchanged += 1;
      onEvent({ type: 'unchanged', output: outcome.name, input });
    } else if (outcome.type === 'failed') {
      this.#totals.failed += 1;
      onEvent({ type: 'failed', output: outcome.item.output, input, error: outcome.error });
    } else {
      this.#totals.done += 1;
      const { output, records, seconds, attempts } = outcome.item;
      const { tokensIn, tokensOut, failures } = outcome.made;
      const failedRecords = failures.length;
      onEvent({
        type: 'done',
        output,
        input,
        records,
        failedRecords,
        tokensIn,
        tokensOut,
        seconds,
        attempts,
      });
    }
  }
}
