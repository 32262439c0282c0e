import { type Flag, number, toggle } from '../flag.ts';

/** How the program works, and what it says meanwhile. */
export const runFlags = {
  threads: number(
    'N',
    { min: 1, max: 1024, whole: true },
    'Sessions of the encoder that work at once; threads of llama.cpp',
    {
      short: 'T',
      group: 'Run',
      commands: ['compress', 'explain', 'infer', 'eval', 'graph', 'batch'],
      defaultText: 'one a core',
    },
  ),
  dryRun: toggle('Say what the run would do, take and keep, and whether it pays; write nothing', {
    short: 'n',
    group: 'Run',
    commands: ['compress'],
    perRun: true,
  }),
  quiet: toggle('No progress bar and no summary on standard error', {
    group: 'Run',
    commands: ['compress', 'explain', 'infer', 'eval', 'batch'],
  }),
  verbose: toggle('More on standard error: the graph with its counters, stacks of errors', {
    short: 'v',
    group: 'Run',
    commands: [
      'compress',
      'explain',
      'expand',
      'infer',
      'eval',
      'plan',
      'graph',
      'models',
      'batch',
      'runs',
      'cache',
    ],
    per: {
      eval: { description: 'More on standard error: stacks of errors' },
      expand: { description: 'More on standard error: stacks of errors' },
      plan: { description: 'All ways, not only the best of each engine' },
    },
  }),
  json: toggle('The summary on standard error as one line of JSON', {
    group: 'Run',
    commands: ['compress', 'explain', 'infer', 'eval', 'plan', 'graph', 'models', 'batch', 'runs', 'cache'],
    per: {
      eval: { description: 'The summary as JSON' },
      batch: { description: 'What happens as lines of JSON on standard error' },
      runs: { description: 'The report as lines of JSON' },
      cache: { description: 'The figures as JSON' },
      plan: { description: 'The plan as JSON' },
      graph: { description: 'The graph as JSON' },
      models: { description: 'The list as JSON' },
    },
  }),
} as const satisfies Record<string, Flag>;
