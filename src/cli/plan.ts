import { advise } from '../models/scout/advice.ts';
import { parseCluster } from '../models/scout/devices.ts';
import { type LaunchTarget, launchOf } from '../models/scout/launch/launch.ts';
import type { PlanRequest } from '../models/scout/plan.ts';
import { modelPresets } from '../models/scout/presets.ts';
import { PithError } from '../pipeline/errors.ts';
import { type Command, type CommandContext, type ExitCode, exitCodes } from './command.ts';
import type { Settings } from './flags.ts';
import { planJson, planText } from './plan-text.ts';

export const planCommand: Command = {
  name: 'plan',
  summary: 'say what a context takes of memory and time on some GPUs',
  description:
    'Works out, without a GPU, what a model with so many tokens of context takes of memory and time on each engine, and ' +
    'says what to do: which engine, which storage of weights, keys and values, or how much to compress first. The figures ' +
    'of llama.cpp were measured on an H100 at Llama 4 Scout’s geometry; those of the other engines follow public runs.',
  examples: [
    {
      does: 'a million tokens of Llama 4 Scout on four GPUs',
      command: 'pith plan --tokens 1M --gpus 4xH100',
    },
    {
      does: 'the command that serves it',
      command: 'pith plan --tokens 1M --gpus 8xH200 --emit vllm > serve.sh',
    },
    {
      does: 'on one GPU with llama.cpp, 4-bit weights',
      command: 'pith plan --tokens 256K --gpus H100 --engines llama.cpp --weights q4_k_m',
    },
  ],
  async run({ settings, terminal }: CommandContext): Promise<ExitCode> {
    const request = requestOf(settings);
    const advice = advise(request);
    if (settings.emit !== undefined) {
      const [plan] = advice.plans.filter(isFor(settings.emit));
      if (plan === undefined || !plan.memory.fits) {
        throw new PithError('usage', advice.sentences.join(' '), {
          hint: 'A launch is written only for what fits: change --tokens, --gpus, --weights or --kv.',
        });
      }
      await terminal.stdout.write(launchOf(plan.deployment, settings.emit));
    } else {
      await terminal.stdout.write(
        settings.json === true
          ? `${JSON.stringify(planJson(advice))}\n`
          : planText(advice, { all: settings.verbose === true }),
      );
    }
    return advice.best === undefined ? exitCodes.failed : exitCodes.done;
  },
};

function requestOf(settings: Settings): PlanRequest {
  const { model: name = 'scout', tokens = 128_000, gpus = '1xH100', engines, weights, kv } = settings;
  const model = modelPresets.get(name);
  if (model === undefined) {
    throw new PithError('usage', `no model is known as '${name}'`, {
      hint: `known: ${[...modelPresets.keys()].join(', ')}`,
    });
  }
  return {
    model,
    context: tokens,
    cluster: parseCluster(gpus),
    ...(engines === undefined ? {} : { engines }),
    ...(weights === undefined ? {} : { weights }),
    ...(kv === undefined ? {} : { kvTypes: kv }),
  };
}

/** Whether a plan can be launched like that: schedulers start any server, a server only itself. */
function isFor(target: LaunchTarget): (plan: { deployment: { engine: { name: string } } }) => boolean {
  return ({ deployment }) => target === 'slurm' || target === 'k8s' || deployment.engine.name === target;
}
