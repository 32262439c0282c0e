import type { Terminal } from './terminal.ts';

/** Where a run stands. */
export interface ProgressState {
  /** What is going on, as a verb: `read`, `score`. */
  readonly phase: string;
  /** Work done and to do in this phase, in any unit; no total for endless input. */
  readonly done: number;
  readonly total?: number;
  /** Characters that went through so far, for the rate. */
  readonly characters?: number;
  /** The same in bytes, for what has no characters. */
  readonly bytes?: number;
}

export interface Progress {
  update(state: ProgressState): void;
  /** Wipes the bar, so that what follows starts on a clean line. */
  clear(): void;
}

const redrawAfterMs = 100;
const barWidth = 20;

/** A one-line bar on standard error, redrawn at most ten times a second; silent where that is no terminal. */
export function progress(
  terminal: Terminal,
  options: { readonly quiet: boolean; readonly now: () => number },
): Progress {
  if (options.quiet || !terminal.stderrIsTerminal) return { update() {}, clear() {} };
  const { now } = options;
  let phase = { name: '', startedAt: now(), amount: 0 };
  let lastDone = 0;
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    update(state) {
      const time = now();
      // The same phase may run again, from its beginning.
      if (state.phase !== phase.name || state.done < lastDone) {
        phase = { name: state.phase, startedAt: time, amount: amountOf(state) };
        drawnAt = Number.NEGATIVE_INFINITY;
      }
      lastDone = state.done;
      if (time - drawnAt < redrawAfterMs) return;
      drawnAt = time;
      const line = progressLine(state, (time - phase.startedAt) / 1000, amountOf(state) - phase.amount);
      terminal.writeError(`\r\u001b[K${line.slice(0, terminal.columns - 1)}`);
    },
    clear() {
      if (drawnAt > Number.NEGATIVE_INFINITY) terminal.writeError('\r\u001b[K');
      drawnAt = Number.NEGATIVE_INFINITY;
    },
  };
}

/** `score   [########------------]  40%  1.2M chars/s  0:12 left`; `amount` went through in these seconds. */
export function progressLine(state: ProgressState, seconds: number, amount: number): string {
  const parts = [state.phase.padEnd(8)];
  const share = state.total === undefined ? undefined : Math.min(1, state.done / Math.max(1, state.total));
  if (share !== undefined) {
    const filled = Math.floor(share * barWidth);
    parts.push(
      `[${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}]`,
      `${Math.floor(share * 100)}%`.padStart(4),
    );
  }
  if (seconds > 0.5) {
    const rate = amount / seconds;
    const speed = state.bytes === undefined ? `${short(rate)} chars/s` : `${(rate / 1e6).toFixed(1)} MB/s`;
    if (amount > 0) parts.push(speed);
    if (share !== undefined && share > 0.01)
      parts.push(`${clock(secondsLeft(state, share, seconds, amount))} left`);
  }
  return parts.join(' ');
}

/** What was here before the phase began took no time. */
function secondsLeft(
  { bytes, done, total = 0 }: ProgressState,
  share: number,
  seconds: number,
  amount: number,
) {
  return bytes !== undefined && amount > 0
    ? ((total - done) / amount) * seconds
    : (seconds / share) * (1 - share);
}

function amountOf({ characters, bytes }: ProgressState): number {
  return characters ?? bytes ?? 0;
}

function short(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)}M`;
  return value >= 1e3 ? `${(value / 1e3).toFixed(0)}K` : value.toFixed(0);
}

function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
