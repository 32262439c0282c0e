import { readdirSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';

/**
 * Temporary files that lie in the folder for them, and those that have no name any more but are still open in this
 * process (which Linux alone can tell).
 */
export function temporaryFiles(): string[] {
  const named = readdirSync(tmpdir()).filter((name) => name.startsWith('spool-'));
  if (process.platform !== 'linux') return named;
  const open = readdirSync('/proc/self/fd').flatMap((descriptor) => {
    try {
      return [readlinkSync(`/proc/self/fd/${descriptor}`)];
    } catch {
      return [];
    }
  });
  return [...named, ...open.filter((path) => /\/spool-[^/]*$|\/spool-[^/]* \(deleted\)$/.test(path))];
}
