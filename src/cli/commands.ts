import { batchCommand } from './batch.ts';
import { cacheCommand } from './cache.ts';
import type { Command } from './command.ts';
import { completionsCommand } from './completions.ts';
import { compressCommand } from './compress.ts';
import { evalCommand } from './eval.ts';
import { expandCommand } from './expand.ts';
import { explainCommand } from './explain.ts';
import { graphCommand } from './graph.ts';
import { inferCommand } from './infer.ts';
import { modelsCommand } from './models.ts';
import { planCommand } from './plan.ts';
import { runsCommand } from './runs.ts';

const working: readonly Command[] = [
  compressCommand,
  batchCommand,
  runsCommand,
  explainCommand,
  expandCommand,
  inferCommand,
  evalCommand,
  planCommand,
  graphCommand,
  modelsCommand,
  cacheCommand,
];

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [...working, completionsCommand(working)];
