import type { HubOptions } from '../models/hub/hub.ts';
import { megabytes } from '../models/megabytes.ts';
import type { CommandContext } from './command.ts';
import { progress } from './progress.ts';

/** The hub as the environment describes it, and a bar while files come from it. */
export function hubOptions({ settings, environment, terminal, signal }: CommandContext): HubOptions {
  const quiet = settings.quiet === true;
  const bar = progress(terminal, { quiet, now: () => performance.now() });
  let isAnnounced = quiet || terminal.stderrIsTerminal;
  return {
    environment,
    signal,
    onEvent(event) {
      switch (event.type) {
        case 'progress':
          // Without a bar, one line says why it takes a while.
          if (!isAnnounced) terminal.writeError(`pith: fetching ${megabytes(event.total - event.done)}\n`);
          isAnnounced = true;
          bar.update({ phase: 'fetch', done: event.done, total: event.total, bytes: event.done });
          break;
        case 'retry':
          bar.clear();
          if (!quiet)
            terminal.writeError(`pith: ${event.reason}; trying again in ${event.delayMs / 1000} s\n`);
          break;
        case 'warning':
          bar.clear();
          if (!quiet) terminal.writeError(`pith: ${event.message}\n`);
          break;
        case 'end':
          bar.clear();
          break;
      }
    },
  };
}
