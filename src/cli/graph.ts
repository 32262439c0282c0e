import { type Compressor, openCompressor } from '../compress/compressor.ts';
import type { TokenCounter } from '../models/tokens/token-counter.ts';
import { tokenCounter } from '../models/tokens/token-counters.ts';
import type { GraphDescription } from '../pipeline/describe.ts';
import { PithError } from '../pipeline/errors.ts';
import { textDocument } from '../stages/document.ts';
import { type Command, type CommandContext, exitCodes, flagsOf } from './command.ts';
import { compressOptions } from './compress-options.ts';
import { longName } from './flag.ts';
import { inferPass } from './graph-infer.ts';
import { type DrawnPass, graphText } from './graph-text.ts';
import { readTextFile } from './read-text-file.ts';
import { resourceOptions } from './resource-options.ts';
import { passesOfStats } from './stats-file.ts';

export const graphCommand: Command = {
  name: 'graph',
  summary: 'draw the stages that a command would run with its options',
  description:
    'Shows each pass over the source, also one that only some inputs take, as a graph of stages with their options, ' +
    'or with --stats what each stage of an earlier run took in, handed on and spent its time on.',
  operands: {
    usage: '[command]',
    description: 'compress (the default) or infer',
    words: ['compress', 'infer'],
  },
  examples: [
    {
      does: 'what compress does with a question',
      command: 'pith graph compress -9 -q "Who decided?" -t 4000',
    },
    {
      does: 'how infer reads what is too long for a server',
      command: 'pith graph infer --engine openai --base-url http://localhost:8000/v1 --context-limit 8000',
    },
    {
      does: 'where a run spent its time',
      command: 'pith compress docs --stats run.json > out; pith graph --stats run.json',
    },
  ],
  async run(context) {
    const { operands, settings, terminal } = context;
    const [command = 'compress'] = operands;
    if ((command !== 'compress' && command !== 'infer') || operands.length > 1) {
      throw new PithError('usage', 'graph takes the name of one command: compress or infer');
    }
    refuseForeignFlags(context, command);
    const withCounters = settings.stats !== undefined;
    const passes = await passesOf(command, context);
    const described = withCounters ? passes : passes.map(({ counters: _, ...pass }) => pass);
    await terminal.stdout.write(
      settings.json === true
        ? `${JSON.stringify(described)}\n`
        : graphText(passes, terminal.columns, { withCounters }),
    );
    return exitCodes.done;
  },
};

/** Flags of the command line that the command does not have would be ignored in silence. */
function refuseForeignFlags({ given, settings }: CommandContext, command: 'compress' | 'infer'): void {
  const own = new Map(flagsOf(command));
  for (const key of given) {
    const flag = own.get(key);
    if (flag === undefined) {
      throw new PithError('usage', `--${longName(key)} does not go with graph ${command}`, {
        hint: `${command} has no such flag; see pith ${command} --help`,
      });
    }
    if (flag.choices?.every((choice) => choice !== settings[key])) {
      throw new PithError('usage', `${command} has no --${longName(key)} ${settings[key]}`, {
        hint: `it takes ${flag.choices.join(' or ')}`,
      });
    }
  }
}

async function passesOf(command: string, context: CommandContext): Promise<readonly DrawnPass[]> {
  const { stats } = context.settings;
  if (stats !== undefined) return readStats(stats);
  return command === 'infer' ? [await inferPass(context)] : tryOut(context);
}

async function readStats(path: string): Promise<readonly DrawnPass[]> {
  return passesOfStats(await readTextFile(path), path);
}

/**
 * Runs the command on a few words, so that the drawing does not differ from what runs, but for its budget, which is
 * left out: it is such that every pass runs that can be needed, and those that are not always are marked.
 */
async function tryOut(context: CommandContext): Promise<readonly DrawnPass[]> {
  const { tokenizer } = context.settings;
  if (tokenizer !== undefined) await tokenCounter(tokenizer);
  const options = resourceOptions({ ...context, settings: { ...context.settings, threads: 1 } });
  await using compressor = await openCompressor({ ...options, tokenizer: dearCounter });
  return await passesOver(compressor, context);
}

/** No word costs as little as one token, so that this is a budget of which something is left. */
const dearCounter: TokenCounter = { name: 'dear', count: (text) => 2 * text.length };

const conditions = new Map([['fill', 'if a small budget has tokens left; then write again']]);

async function passesOver(compressor: Compressor, context: CommandContext): Promise<readonly DrawnPass[]> {
  const sample = textDocument(
    'The river rose. The lock keeper closed the gate. Nobody was hurt in the harbour that night.\n\n'.repeat(
      2,
    ),
  );
  const options = {
    ...(await compressOptions(context)),
    protect: [],
    ...(context.settings.condense === 'only' ? {} : { budget: { type: 'tokens', tokens: 1 } as const }),
  };
  await using compression = await compressor.compress([sample], options);
  const seen = new Set<string>();
  return compression.stats.passes
    .filter(({ name }) => !seen.has(name) && seen.add(name))
    .map((pass) => ({ ...pass, ...conditionOf(pass.name), graph: withoutBudget(pass.graph) }));
}

function conditionOf(name: string): Pick<DrawnPass, 'condition'> {
  const condition = conditions.get(name);
  return condition === undefined ? {} : { condition };
}

function withoutBudget(graph: GraphDescription): GraphDescription {
  switch (graph.type) {
    case 'stage': {
      const { budget: _, ...options } = graph.options;
      return { ...graph, options };
    }
    case 'chain':
      return { ...graph, nodes: graph.nodes.map(withoutBudget) };
    case 'tee':
      return { ...graph, branches: graph.branches.map(withoutBudget) };
  }
}
