import { basename } from 'node:path';
import type { PassReport } from '../compress/passes.ts';
import type { GenerativeEngine } from '../models/engines/engine.ts';
import { describeGraph } from '../pipeline/describe.ts';
import { inferGraph } from '../stages/infer/infer-graph.ts';
import type { CommandContext } from './command.ts';
import { openEngine } from './infer-engine.ts';

/** The graph that infer would send a context through. It asks no server what model and limit it has, and loads none. */
export async function inferPass(context: CommandContext): Promise<PassReport> {
  const { question: [question = ''] = [], answers = 1, model, contextLimit, engine: name } = context.settings;
  const unasked = { model: model ?? 'first listed', contextLimit: contextLimit ?? Number.POSITIVE_INFINITY };
  // Readers of all levels have the same graph; this one opens fastest.
  const opened = name === 'openai' ? unasked : ({ level: '3', threads: 1 } as const);
  const engine =
    name === 'llama'
      ? unloaded(`llama:${basename(model ?? 'model')}`, unasked.contextLimit)
      : await openEngine({ ...context, settings: { ...context.settings, ...opened } });
  try {
    const graph = describeGraph(inferGraph(engine, { question, answers }));
    return { name: 'infer', graph, counters: [] };
  } finally {
    await engine.close();
  }
}

/** Stands for a model: a graph shows no more than its name and limit. */
function unloaded(name: string, contextLimit: number): GenerativeEngine {
  return {
    type: 'generative',
    name,
    contextLimit,
    counter: { name, count: () => 0 },
    overhead: () => 0,
    answer: () => Promise.reject(new Error(`${name} is not loaded`)),
    close: () => Promise.resolve(),
  };
}
