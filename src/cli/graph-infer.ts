import type { PassReport } from '../compress/passes.ts';
import { describeGraph } from '../pipeline/describe.ts';
import { inferGraph } from '../stages/infer/infer-graph.ts';
import type { CommandContext } from './command.ts';
import { openEngine } from './infer-engine.ts';

/** The graph that infer would send a context through. It asks no server what model and limit it has. */
export async function inferPass(context: CommandContext): Promise<PassReport> {
  const { question: [question = ''] = [], answers = 1, model, contextLimit, engine: name } = context.settings;
  const unasked = { model: model ?? 'first listed', contextLimit: contextLimit ?? Number.POSITIVE_INFINITY };
  // Readers of all levels have the same graph; this one opens fastest.
  const opened = name === 'openai' ? unasked : ({ level: '3', threads: 1 } as const);
  const engine = await openEngine({ ...context, settings: { ...context.settings, ...opened } });
  try {
    const graph = describeGraph(inferGraph(engine, { question, answers }));
    return { name: 'infer', graph, counters: [] };
  } finally {
    await engine.close();
  }
}
