import type { Flag } from './flag.ts';
import { batchFlags } from './flags/batch.ts';
import { budgetFlags } from './flags/budget.ts';
import { engineFlags } from './flags/engine.ts';
import { evaluationFlags } from './flags/evaluation.ts';
import { inputFlags } from './flags/input.ts';
import { llamaFlags } from './flags/llama.ts';
import { outputFlags } from './flags/output.ts';
import { planFlags } from './flags/plan.ts';
import { runFlags } from './flags/run.ts';
import { selectionFlags } from './flags/selection.ts';

/**
 * The one table of flags. It drives parsing, `--help`, shell completions, docs/cli.md, environment variables
 * and configuration files; the key is the configuration key, and in kebab-case the long flag.
 */
export const flags = {
  ...budgetFlags,
  ...selectionFlags,
  ...inputFlags,
  ...batchFlags,
  ...evaluationFlags,
  ...engineFlags,
  ...llamaFlags,
  ...planFlags,
  ...outputFlags,
  ...runFlags,
} as const satisfies Record<string, Flag>;

export type FlagKey = keyof typeof flags;

type ValueOf<F> = F extends Flag<infer T> ? T : never;

/** The value of each flag after all layers are merged; undefined where nothing sets it. */
export type Settings = { readonly [K in FlagKey]: ValueOf<(typeof flags)[K]> | undefined };
