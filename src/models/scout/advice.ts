import { clusterName } from './devices.ts';
import { type DeploymentPlan, fewestGpus, type PlanRequest, plansFor } from './plan.ts';
import { readingWarning } from './reading.ts';

/** What to do with a request. */
export interface Advice {
  /** All ways, the advised one first. */
  readonly plans: readonly DeploymentPlan[];
  /** The advised one, if it fits. */
  readonly best: DeploymentPlan | undefined;
  /** How much the context must be compressed to fit: 1 if it does as it is, undefined if not even the weights fit. */
  readonly ratio: number | undefined;
  /** The fewest GPUs of the same kind on which the request fits as it is. */
  readonly fewest: DeploymentPlan | undefined;
  /** The same in sentences. */
  readonly sentences: readonly string[];
}

/** Says whether a model with a context fits on some GPUs, how, and if not, what would. */
export function advise(request: PlanRequest): Advice {
  const plans = plansFor(request);
  const [first] = plans;
  const best = first?.memory.fits === true ? first : undefined;
  const largest = Math.max(0, ...plans.map((plan) => plan.largestContext));
  const ratio = best !== undefined ? 1 : largest === 0 ? undefined : ceilTo(request.context / largest, 10);
  const fewest = fewestGpus(request);
  const found = { plans, best, ratio, fewest };
  return { ...found, sentences: sentencesOf(request, found) };
}

function sentencesOf(request: PlanRequest, advice: Omit<Advice, 'sentences'>): string[] {
  const { model, context, cluster } = request;
  const { plans, best, ratio, fewest } = advice;
  const asked = `${context.toLocaleString('en')} tokens of context for ${model.name}`;
  const said: string[] = [];
  if (context > model.maxContext) {
    said.push(`${model.name} accepts ${model.maxContext.toLocaleString('en')} tokens at most.`);
  }
  if (plans.length === 0) {
    said.push(
      `No engine can divide ${model.name} over ${clusterName(cluster)} like that: the GPUs must divide its heads, and those of one machine be joined.`,
    );
  } else if (best !== undefined) {
    said.push(`${asked} fit on ${clusterName(cluster)}: ${nameOf(best)}.`);
  } else if (ratio !== undefined) {
    const [widest] = plans;
    said.push(
      `${asked} do not fit on ${clusterName(cluster)}. Compressed to 1/${ratio.toFixed(1)} they would: ${widest === undefined ? '' : `${nameOf(widest)} holds ${widest.largestContext.toLocaleString('en')}`}.`,
    );
  } else {
    said.push(`Not even the weights of ${model.name} fit on ${clusterName(cluster)}.`);
  }
  if (fewest !== undefined && fewest.deployment.cluster.gpus !== cluster.gpus) {
    said.push(
      `The fewest ${cluster.device.name}s that hold them: ${fewest.deployment.cluster.gpus}, with ${nameOf(fewest)}.`,
    );
  }
  const warning = readingWarning(model, context);
  if (warning !== undefined) said.push(warning);
  return said;
}

/** `vllm, fp8 weights, f16 keys and values, 4 ranks`. */
function nameOf({ deployment: { engine, quantisation, kvType, split } }: DeploymentPlan): string {
  const ranks =
    split.tensor > 1
      ? `, ${split.tensor} ranks${split.pipeline > 1 ? ` in each of ${split.pipeline} stages` : ''}`
      : split.pipeline > 1
        ? `, ${split.pipeline} stages`
        : '';
  return `${engine.name}, ${quantisation.name} weights, ${kvType} keys and values${ranks}`;
}

function ceilTo(value: number, steps: number): number {
  return Math.ceil(value * steps - 1e-9) / steps;
}
