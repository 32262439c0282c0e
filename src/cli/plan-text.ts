import type { Advice } from '../models/scout/advice.ts';
import { clusterName } from '../models/scout/devices.ts';
import type { GpuMemory } from '../models/scout/memory.ts';
import type { DeploymentPlan } from '../models/scout/plan.ts';
import { duration, grouped } from './summary.ts';
import { table } from './table.ts';

const GIB = 2 ** 30;
/** Tokens of an answer whose time is shown. */
const ANSWER = 200;

/** The advice as a table and sentences. */
export function planText(advice: Advice, { all }: { readonly all: boolean }): string {
  const shown = all ? advice.plans : bestOfEach(advice.plans);
  const rows = shown.map(row);
  return [
    ...(rows.length === 0 ? [] : [table([HEADING, ...rows]), '\n']),
    ...advice.sentences.map((sentence) => `${sentence}\n`),
    ...new Set(shown.map(({ deployment: { engine } }) => `${engine.name}: ${engine.origin}.\n`)),
  ].join('');
}

const HEADING = [
  'engine',
  'weights',
  'kv',
  'tp x pp',
  'weights GiB',
  'kv',
  'rest',
  'total of',
  'usable',
  'fits',
  'most tokens',
  'prefill',
  `${ANSWER} tokens`,
];

function row({
  deployment,
  memory,
  prefillSeconds,
  decodeSeconds,
  largestContext,
}: DeploymentPlan): string[] {
  const { engine, quantisation, kvType, split } = deployment;
  const gib = (bytes: number) => (bytes / GIB).toFixed(1);
  return [
    engine.name,
    quantisation.name,
    kvType,
    `${split.tensor} x ${split.pipeline}`,
    gib(memory.weights),
    gib(memory.cache),
    gib(memory.activations + memory.fixed),
    gib(memory.total),
    gib(memory.usable),
    fits(memory),
    largestContext === 0 ? '-' : grouped(largestContext),
    duration(prefillSeconds),
    duration(decodeSeconds * ANSWER),
  ];
}

/** Plans are right within some percent: what is closer than that to the limit may fail. */
const MARGIN = 0.98;

function fits({ fits, total, usable }: GpuMemory): string {
  if (!fits) return 'no';
  return total > MARGIN * usable ? 'just' : 'yes';
}

/** The first plan of each engine and each storage of keys and values: they stand in the order of advice. */
function bestOfEach(plans: readonly DeploymentPlan[]): DeploymentPlan[] {
  const first = new Map<string, DeploymentPlan>();
  for (const plan of plans) {
    const { engine, kvType } = plan.deployment;
    const key = `${engine.name} ${kvType}`;
    if (!first.has(key)) first.set(key, plan);
  }
  return [...first.values()];
}

/** The advice for programs: bytes, seconds and tokens. */
export function planJson({ plans, best, ratio, fewest, sentences }: Advice): Record<string, unknown> {
  return {
    fits: best !== undefined,
    ratio: ratio ?? null,
    fewestGpus: fewest?.deployment.cluster.gpus ?? null,
    advice: sentences,
    plans: plans.map(({ deployment, memory, ...rest }) => ({
      model: deployment.model.name,
      engine: deployment.engine.name,
      weights: deployment.quantisation.name,
      kv: deployment.kvType,
      gpus: clusterName(deployment.cluster),
      split: deployment.split,
      context: deployment.context,
      memory,
      ...rest,
    })),
  };
}
