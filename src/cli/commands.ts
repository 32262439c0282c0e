import type { Command } from './command.ts';
import { completionsCommand } from './completions.ts';
import { compressCommand } from './compress.ts';
import { graphCommand } from './graph.ts';
import { inferCommand } from './infer.ts';
import { modelsCommand } from './models.ts';

const working: readonly Command[] = [compressCommand, inferCommand, graphCommand, modelsCommand];

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [...working, completionsCommand(working)];
