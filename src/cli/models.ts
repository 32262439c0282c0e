import { PithError } from '../pipeline/errors.ts';
import type { Command, CommandContext, ExitCode } from './command.ts';
import { benchModels } from './models-bench.ts';
import { listModels } from './models-list.ts';
import { pullModels } from './models-pull.ts';
import { verifyModels } from './models-verify.ts';

type Action = (context: CommandContext, ids: readonly string[]) => Promise<ExitCode>;

const actions: ReadonlyMap<string, Action> = new Map([
  ['list', listModels],
  ['pull', pullModels],
  ['verify', verifyModels],
  ['bench', benchModels],
]);

export const modelsCommand: Command = {
  name: 'models',
  summary: 'list, fetch, verify and time the models that score',
  description:
    'Shows the models that ship and the token classifiers in the cache of hubs (list), fetches one from a hub or goes ' +
    'on with it (pull), compares every file with its checksum and fails if one differs (verify), and measures models ' +
    'against each other on this machine (bench). The cache is that of huggingface_hub: HF_HOME, HF_HUB_CACHE, ' +
    'HF_ENDPOINT, HF_TOKEN and HF_HUB_OFFLINE are honoured.',
  operands: {
    usage: '[action] [models...]',
    description: `${[...actions.keys()].join(', ')} (list is the default), and the models it is about`,
    words: [...actions.keys()],
  },
  examples: [
    { does: 'what there is', command: 'pith models' },
    {
      does: 'a model from a hub, by its name there',
      command: 'pith models pull hf:atjsh/llmlingua-2-js-tinybert-meetingbank',
    },
    { does: 'whether every file is whole', command: 'pith models verify' },
    { does: 'which is faster here, and by how much', command: 'pith models bench minilm-l2 minilm-l8' },
  ],
  async run(context) {
    const [name = 'list', ...ids] = context.operands;
    const action = actions.get(name);
    if (action !== undefined) return action(context, ids);
    throw new PithError('usage', `models does not know the action ${name}`, {
      hint: `actions: ${[...actions.keys()].join(', ')}`,
    });
  },
};
