import type { CompressStats } from '../compress/compression.ts';
import type { PassReport } from '../compress/passes.ts';
import { PithError } from '../pipeline/errors.ts';
import type { ProcessUsage } from './command.ts';

/** The figures of a run; those of all its records added up if it read records. */
export interface RunFigures extends CompressStats {
  /** Records that were compressed; null where documents were. */
  readonly records: number | null;
}

/** The text of a `--stats` file; `stages` holds each pass over the source with its graph and counters. */
export function statsFile({ passes, ...figures }: RunFigures, usage: ProcessUsage): string {
  return `${JSON.stringify({ ...figures, ...usage, stages: passes }, undefined, 2)}\n`;
}

/**
 * Reads the passes back from a `--stats` file.
 *
 * @throws PithError `input` when it is no such file
 */
export function passesOfStats(text: string, path: string): readonly PassReport[] {
  const content = parse(text);
  if (hasStages(content) && content.stages.every(isPass)) return content.stages;
  throw new PithError('input', `${path} is no file that \`pith compress --stats\` wrote`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hasStages(content: unknown): content is { readonly stages: readonly unknown[] } {
  return (
    typeof content === 'object' && content !== null && 'stages' in content && Array.isArray(content.stages)
  );
}

function isPass(value: unknown): value is PassReport {
  const hasParts = typeof value === 'object' && value !== null && 'name' in value && 'graph' in value;
  return hasParts && 'counters' in value && Array.isArray(value.counters);
}
