import { readModel } from '../models/model-headers/read-model.ts';
import { advise } from '../models/scout/advice.ts';
import { parseCluster } from '../models/scout/devices.ts';
import { type LaunchTarget, launchOf } from '../models/scout/launch/launch.ts';
import type { PlanRequest } from '../models/scout/plan.ts';
import { modelPresets } from '../models/scout/presets.ts';
import { type Quantisation, quantisations } from '../models/scout/weights.ts';
import { PithError } from '../pipeline/errors.ts';
import { type Command, type CommandContext, type ExitCode, exitCodes } from './command.ts';
import type { Settings } from './flags.ts';
import { hubOptions } from './hub-options.ts';
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
      does: 'a model from its header on a hub, which alone is fetched',
      command: 'pith plan --model hf:OWNER/NAME-GGUF#NAME-Q4_K_M.gguf --tokens 64K --gpus RTX4090',
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
  async run(context: CommandContext): Promise<ExitCode> {
    const { settings, terminal } = context;
    const advice = advise(await requestOf(context));
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

/** A model known by name, or read from its files; what these do not say is told. */
async function requestOf(context: CommandContext): Promise<PlanRequest> {
  const { settings } = context;
  const { model: name = 'scout', tokens = 128_000, gpus = '1xH100', engines, kv } = settings;
  const cluster = parseCluster(gpus);
  const preset = modelPresets.get(name);
  const { model, quantisation, warnings } =
    preset === undefined
      ? await readModel(name, hubOptions(context))
      : { model: preset, quantisation: undefined, warnings: [] };
  for (const warning of warnings) context.terminal.writeError(`pith: ${warning}\n`);
  const weights = storagesOf(settings, quantisation);
  return {
    model,
    context: tokens,
    cluster,
    ...(engines === undefined ? {} : { engines }),
    ...(weights === undefined ? {} : { weights }),
    ...(kv === undefined ? {} : { kvTypes: kv }),
  };
}

/** Those that are asked for, or else the one that a file of weights has. */
function storagesOf(
  { weights }: Settings,
  own: Quantisation | undefined,
): readonly Quantisation[] | undefined {
  if (weights === undefined) return own === undefined ? undefined : [own];
  return weights.flatMap((name) => quantisations.get(name) ?? []);
}

/** Whether a plan can be launched like that: schedulers start any server, a server only itself. */
function isFor(target: LaunchTarget): (plan: { deployment: { engine: { name: string } } }) => boolean {
  return ({ deployment }) => target === 'slurm' || target === 'k8s' || deployment.engine.name === target;
}
