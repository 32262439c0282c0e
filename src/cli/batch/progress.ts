import type { BatchEvent } from '../../batch/batch-events.ts';
import type { RunTotals } from '../../store/ledger-entry.ts';
import type { CommandContext } from '../command.ts';
import { progress } from '../progress.ts';
import { duration, grouped, shortRatio } from '../summary.ts';
import { finalTable, type Tally } from './final-table.ts';
import { shownName } from './shown-name.ts';

/** Without a terminal, a line so often says how far it is. */
const LINE_EVERY_MS = 5000;
/** Failures are told one by one up to here. */
const MOST_TOLD = 20;

/** Tells what happens in a batch, and adds it up. */
export interface BatchProgress {
  readonly event: (event: BatchEvent) => void;
  /** So far. */
  readonly totals: RunTotals;
  /** Outputs that failed, or hold records that did. */
  readonly failed: number;
  /** Ends the bar. */
  clear(): void;
}

/**
 * On a terminal a bar, elsewhere a line every few seconds, and at the end a table; with `--json` every event as a line of JSON.
 *
 * @param shards - so many parts is the corpus in, of which one is done here
 */
export function batchProgress({ settings, terminal }: CommandContext, shards: number): BatchProgress {
  const quiet = settings.quiet === true;
  const now = () => performance.now();
  const bar = progress(terminal, { quiet: quiet || settings.json === true, now });
  const started = now();
  const tally: Tally = {
    done: 0,
    failed: 0,
    unchanged: 0,
    records: 0,
    failedRecords: 0,
    tokensIn: 0,
    tokensOut: 0,
  };
  let total = 0;
  let failedOutputs = 0;
  let told = 0;
  let removed = 0;
  let lastLine = started;

  const say = (text: string) => {
    bar.clear();
    terminal.writeError(`pith: ${text}\n`);
  };

  function showProgress(bytes: number): void {
    const state = { phase: 'batch', done: Math.min(bytes, total), total: Math.max(1, total), bytes };
    bar.update(state);
    if (terminal.stderrIsTerminal || now() - lastLine < LINE_EVERY_MS) return;
    lastLine = now();
    say(progressLine(tally, Math.min(1, bytes / Math.max(1, total)), (now() - started) / 1000));
  }

  function count(event: BatchEvent): void {
    switch (event.type) {
      case 'start':
        total = event.bytes / shards;
        break;
      case 'done':
        tally.done += 1;
        tally.records += event.records ?? 1;
        tally.failedRecords += event.failedRecords;
        tally.tokensIn += event.tokensIn;
        tally.tokensOut += event.tokensOut;
        failedOutputs += event.failedRecords > 0 ? 1 : 0;
        break;
      case 'failed':
        tally.failed += 1;
        failedOutputs += 1;
        break;
      case 'unchanged':
        tally.unchanged += 1;
        break;
    }
  }

  function tell(event: BatchEvent): void {
    switch (event.type) {
      case 'failed':
        told += 1;
        if (told <= MOST_TOLD) say(`${shownName(event.input)} failed: ${event.error.message}`);
        if (told === MOST_TOLD) say('more that fail are not shown here; `pith runs show` lists them');
        break;
      case 'warning':
        say(`warning: ${event.message}`);
        break;
      case 'progress':
        if (!quiet) showProgress(event.bytes);
        break;
      case 'removed':
        removed += 1;
        break;
      case 'end':
        bar.clear();
        if (removed > 0) say(`removed ${grouped(removed)} parts of earlier runs of which no record is left`);
        if (!quiet) terminal.writeError(finalTable(tally, (now() - started) / 1000));
        break;
    }
  }

  return {
    event(event) {
      count(event);
      if (settings.json === true) terminal.writeError(`${JSON.stringify(asJson(event))}\n`);
      else tell(event);
    },
    get totals() {
      const { done, failed, unchanged } = tally;
      return { done, failed, unchanged };
    },
    get failed() {
      return failedOutputs;
    },
    clear: () => bar.clear(),
  };
}

/** `1,204 done, 3 failed, 12 unchanged · 48% · 310/s · 3.98× · 2 min 4 s left`. */
export function progressLine(tally: Tally, share: number, seconds: number): string {
  const { done, failed, unchanged, records, tokensIn, tokensOut } = tally;
  const parts = [
    `${grouped(done)} done${failed === 0 ? '' : `, ${grouped(failed)} failed`}${unchanged === 0 ? '' : `, ${grouped(unchanged)} unchanged`}`,
    `${Math.floor(100 * share)}%`,
    `${(records / Math.max(0.001, seconds)).toFixed(records < 10 * seconds ? 1 : 0)}/s`,
    ...(tokensOut > 0 ? [`${shortRatio(tokensIn / tokensOut)}×`] : []),
    ...(share > 0.01 ? [`${duration((seconds / share) * (1 - share))} left`] : []),
  ];
  return parts.join(' · ');
}

function asJson(event: BatchEvent): unknown {
  if (event.type !== 'failed') return event;
  const { code, message, hint } = event.error;
  return { ...event, error: { code, message, ...(hint === undefined ? {} : { hint }) } };
}
