import { contextThatFits } from '../../models/scout/context-that-fits.ts';
import { parseCluster } from '../../models/scout/devices.ts';
import { engineNames } from '../../models/scout/engines.ts';
import { kvTypeNames } from '../../models/scout/kv-cache.ts';
import { launchTargets } from '../../models/scout/launch/launch.ts';
import { modelPresets } from '../../models/scout/presets.ts';
import { quantisations } from '../../models/scout/weights.ts';
import { choice, choices, type Flag, text, tokens } from '../flag.ts';

/** How `--model` reads for a plan. */
export const PLANNED_MODEL = {
  default: 'scout',
  description: `What is planned for: ${[...modelPresets.keys()].join(', ')}, a GGUF file, a config.json, or hf:OWNER/NAME`,
};

/** The tokens that Scout holds on GPUs such as `4xH100`. */
export function scoutContext(gpus: string): number {
  const scout = modelPresets.get(PLANNED_MODEL.default);
  return scout === undefined ? 0 : contextThatFits(scout, parseCluster(gpus));
}

/** The flags of `pith plan`. */
export const planFlags = {
  tokens: tokens('N', 'Tokens of context, answer included, such as 128K or 1M', {
    group: 'Plan',
    commands: ['infer', 'plan'],
    per: {
      infer: {
        description: 'Tokens of the context of --probe',
        defaultText: '32K, or what the engine holds',
      },
      plan: { default: 128_000 },
    },
  }),
  gpus: text('NxGPU', 'What it runs on, such as 4xH100, or 2x8xH200 for two machines', {
    group: 'Plan',
    commands: ['plan'],
    default: '1xH100',
  }),
  engines: choices('NAMES', engineNames, `Engines that are looked at: ${engineNames.join(', ')}`, {
    group: 'Plan',
    commands: ['plan'],
    defaultText: 'all that serve',
  }),
  weights: choices(
    'NAMES',
    [...quantisations.keys()],
    `How weights may be stored: ${[...quantisations.keys()].join(', ')}`,
    { group: 'Plan', commands: ['plan'], defaultText: 'all' },
  ),
  kv: choices('NAMES', kvTypeNames, `How keys and values may be stored: ${kvTypeNames.join(', ')}`, {
    group: 'Plan',
    commands: ['plan'],
    defaultText: 'all',
  }),
  emit: choice('WHAT', launchTargets, 'Print what launches the plan, instead of the plan', {
    group: 'Plan',
    commands: ['plan'],
    perRun: true,
  }),
} as const satisfies Record<string, Flag>;
