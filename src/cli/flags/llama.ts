import { cacheTypes } from '../../models/engines/llama/session.ts';
import { choice, type Flag, text } from '../flag.ts';

/** The flags of `--engine llama` alone. */
export const llamaFlags = {
  kvType: choice(
    'NAME',
    cacheTypes,
    'How the cache stores what was read; q8_0 takes half the memory (llama)',
    {
      group: 'Engine',
      commands: ['infer', 'eval'],
      default: 'f16',
    },
  ),
  stateFolder: text('FOLDER', 'Keep what was read here, so that later runs need not read it again (llama)', {
    group: 'Engine',
    commands: ['infer'],
  }),
} as const satisfies Record<string, Flag>;
