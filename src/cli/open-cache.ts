import { homedir } from 'node:os';
import { join } from 'node:path';
import { ScoreCache } from '../store/score-cache.ts';
import type { CommandContext } from './command.ts';

/** What is kept in memory where there is no cache on disk, so that a list of ratios still takes one scoring. */
const MEMORY_LIMIT = 256 * 2 ** 20;

/** The file of the score cache; undefined where the settings want none. */
export function cachePath({ settings, environment }: CommandContext): string | undefined {
  if (settings.cache === 'off') return undefined;
  const folder = settings.cache ?? join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'pith');
  return join(folder, 'scores.sqlite');
}

/**
 * Opens the score cache that the settings name, or one in memory if that is needed.
 *
 * @param onWarning - hears why nothing is kept; that is no error
 */
export function openCache(
  context: CommandContext,
  options: { readonly needed: boolean; readonly onWarning: (message: string) => void },
): ScoreCache | undefined {
  const path = cachePath(context);
  const limit = context.settings.cacheSize ?? 0;
  const cache = path === undefined ? undefined : ScoreCache.open(path, { limit, ...options });
  return (
    cache ?? (options.needed ? ScoreCache.open(':memory:', { limit: MEMORY_LIMIT, ...options }) : undefined)
  );
}
