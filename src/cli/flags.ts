import { type Level, levelModels, levels } from '../models/model-files.ts';
import { LEXICAL_SCORER } from '../models/scorer.ts';
import { tokenizerNames } from '../models/tokens/token-counters.ts';
import { DEFAULT_GUARDS, guards } from '../stages/guard/guards.ts';
import { mediaTypes } from '../stages/media-type.ts';
import { choice, choices, type Flag, file, list, number, text, toggle, wholeNumbers } from './flag.ts';
import { llamaFlags } from './llama-flags.ts';
import { PLANNED_MODEL, planFlags } from './plan-flags.ts';

/**
 * The one table of flags. It drives parsing, `--help`, shell completions, docs/cli.md, environment variables
 * and configuration files; the key is the configuration key, and in kebab-case the long flag.
 */
export const flags = {
  ratio: number('N', { min: 1 }, 'Cut to 1/N of the tokens', {
    short: 'r',
    group: 'Budget',
    commands: ['compress', 'explain', 'graph'],
    family: 'budget',
    default: 3,
  }),
  rate: number('R', { above: 0, max: 1 }, 'Cut to this share of the tokens, such as 0.25', {
    group: 'Budget',
    commands: ['compress', 'explain', 'graph'],
    family: 'budget',
  }),
  targetTokens: number('N', { min: 1, whole: true }, 'Cut to at most N tokens', {
    short: 't',
    group: 'Budget',
    commands: ['compress', 'explain', 'graph'],
    family: 'budget',
  }),
  fit: number(
    'N',
    { min: 1, whole: true },
    'Cut to what N tokens of context leave besides question, prompt and answer',
    {
      group: 'Budget',
      commands: ['compress', 'explain', 'graph'],
      family: 'budget',
    },
  ),
  template: file('FILE', 'The prompt of --fit, with {context} and {question} in it', {
    group: 'Budget',
    commands: ['compress', 'explain'],
    defaultText: 'the prompt of infer',
  }),
  reserve: number('N', { min: 0, whole: true }, 'Tokens that --fit leaves for the answer', {
    group: 'Budget',
    commands: ['compress', 'explain'],
    defaultText: '1024',
  }),
  perDocument: toggle('Give each document the budget for itself, instead of one for all', {
    group: 'Budget',
    commands: ['compress'],
  }),
  minPassage: number(
    'N',
    { min: 0, whole: true },
    'Keep at least N tokens of a passage, or all or nothing of it',
    {
      group: 'Budget',
      commands: ['compress'],
      default: 0,
    },
  ),
  tokenizer: text('NAME', `What counts tokens: ${tokenizerNames.join(', ')}, or a tokenizer.json`, {
    suggests: tokenizerNames,
    group: 'Budget',
    commands: ['compress', 'explain', 'graph'],
    default: 'o200k_base',
  }),
  question: list('TEXT', 'Keep what helps to answer this question; repeatable, for one budget', {
    short: 'q',
    group: 'Selection',
    commands: ['compress', 'explain', 'infer', 'graph'],
    per: { infer: { description: 'The question to answer; repeatable; jsonl of compress carries its own' } },
    perRun: true,
  }),
  level: choice('N', levels.map(nameOf), 'Speed against quality: 1 fastest (no model), 9 best', {
    group: 'Selection',
    commands: ['compress', 'explain', 'infer', 'graph'],
    default: '6',
    per: {
      infer: {
        default: '9',
        description: 'Encoder of the reader: 3 fastest, 9 best',
        choices: [...levelModels.keys()].map(nameOf),
      },
    },
    digits: true,
  }),
  scorer: text('NAME', 'What scores: lexical, a bundled model, a path, or hf:OWNER/NAME', {
    suggests: [LEXICAL_SCORER, ...levelModels.values()],
    group: 'Selection',
    commands: ['compress', 'explain', 'graph'],
    defaultText: 'the level’s',
  }),
  protect: list('REGEX', 'Keep every match, or fail and say which one did not fit; repeatable', {
    group: 'Selection',
    commands: ['compress', 'explain', 'graph'],
  }),
  at: list('PLACE', 'DOCUMENT:START-END, or START-END of the only document; repeatable', {
    group: 'Selection',
    commands: ['expand'],
    perRun: true,
  }),
  passage: wholeNumbers('N', 'The passage of this number, as explain counts them; repeatable', {
    group: 'Selection',
    commands: ['expand'],
    perRun: true,
  }),
  all: toggle('Every passage of which something was kept', {
    group: 'Selection',
    commands: ['expand'],
    perRun: true,
  }),
  around: number(
    'N',
    { min: 0, whole: true },
    'So many characters before and after, instead of whole passages',
    {
      group: 'Selection',
      commands: ['expand'],
      perRun: true,
    },
  ),
  keep: choices('LIST', guards, `Keep these whole or drop them whole: ${guards.join(', ')}; or none`, {
    group: 'Selection',
    commands: ['compress', 'graph'],
    default: DEFAULT_GUARDS,
  }),
  condense: choice(
    'WHEN',
    ['on', 'off', 'only'],
    'Take what the input says again last; only: drop that and nothing else, whatever it comes to',
    {
      group: 'Selection',
      commands: ['compress', 'explain', 'graph'],
      default: 'on',
    },
  ),
  strict: toggle('Prove on the output that nothing of --keep was cut inside, or fail', {
    group: 'Selection',
    commands: ['compress'],
  }),
  stream: toggle(
    'Compress while the input comes, which need not end; output follows about 33,000 characters later',
    {
      group: 'Input',
      commands: ['compress'],
      perRun: true,
    },
  ),
  mediaType: text('TYPE', 'Treat every input as this type, such as text/markdown', {
    suggests: mediaTypes,
    group: 'Input',
    commands: ['compress', 'explain', 'graph'],
    defaultText: 'by extension and content',
  }),
  records: toggle('Inputs are JSON records (JSONL or an array), each with a budget of its own', {
    group: 'Input',
    commands: ['compress', 'infer'],
    perRun: true,
    per: { infer: { description: 'Inputs are JSON records (JSONL or an array), each with its question' } },
  }),
  textField: text('NAME', 'The field of a record that holds its text', {
    group: 'Input',
    commands: ['compress', 'infer'],
    default: 'text',
  }),
  questionField: text('NAME', 'The field of a record that holds its question', {
    group: 'Input',
    commands: ['compress', 'infer'],
    default: 'question',
  }),
  engine: choice(
    'NAME',
    ['reader', 'openai', 'llama'],
    'The embedded reader, an OpenAI-compatible server, or llama.cpp in this process',
    {
      group: 'Engine',
      commands: ['infer', 'graph'],
      default: 'reader',
    },
  ),
  model: text(
    'NAME',
    'A model card (.json) for the reader, the server’s name of a model (openai), a GGUF file or hf:OWNER/NAME/FILE.gguf (llama)',
    {
      group: 'Engine',
      commands: ['infer', 'plan', 'graph'],
      per: { plan: PLANNED_MODEL },
    },
  ),
  baseUrl: text('URL', 'The server of --engine openai, up to and with /v1', {
    group: 'Engine',
    commands: ['infer', 'graph'],
    environment: 'OPENAI_BASE_URL',
  }),
  probe: toggle('Read nothing: plant facts in a context of --tokens, ask for each, and show what was found', {
    group: 'Engine',
    commands: ['infer'],
    perRun: true,
  }),
  answers: number('N', { min: 1, max: 1000, whole: true }, 'How many answers the reader gives', {
    group: 'Engine',
    commands: ['infer', 'graph'],
    default: 1,
  }),
  contextLimit: number(
    'N',
    { min: 1, whole: true },
    'Send at most N tokens at once, answer included (openai, llama)',
    {
      group: 'Engine',
      commands: ['infer', 'graph'],
      defaultText: 'what the server lists, or the model was trained on',
    },
  ),
  maxTokens: number('N', { min: 1, whole: true }, 'At most this many tokens of an answer (openai, llama)', {
    group: 'Engine',
    commands: ['infer', 'graph'],
    defaultText: 'the server’s; 1024',
  }),
  ...llamaFlags,
  ...planFlags,
  output: file('FILE', 'Write here instead of standard output (-): whole, or not at all', {
    short: 'o',
    group: 'Output',
    commands: ['compress', 'explain', 'expand', 'infer'],
    perRun: true,
  }),
  force: toggle('Overwrite output files; read binary input as text', {
    short: 'f',
    group: 'Output',
    commands: ['compress', 'explain', 'expand', 'infer'],
    per: { expand: { description: 'Overwrite the output file; go on where a source has changed' } },
    perRun: true,
  }),
  format: choice('NAME', ['text', 'jsonl', 'json'], 'Form of the output', {
    group: 'Output',
    commands: ['compress', 'explain', 'expand', 'infer'],
    default: 'text',
    per: {
      compress: { choices: ['text', 'jsonl'], description: 'Form of the output; jsonl is made for infer' },
      explain: { choices: ['text', 'jsonl'], description: 'Form of the output; jsonl has every unit' },
      expand: { choices: ['text', 'jsonl'], description: 'Form of the output; jsonl has offsets' },
    },
  }),
  html: file(
    'FILE',
    'Write a page for the browser instead, which needs no other file; - is standard output',
    {
      group: 'Output',
      commands: ['explain'],
      perRun: true,
    },
  ),
  limit: number('N', { min: 1, whole: true }, 'Show at most this many characters of the source', {
    group: 'Output',
    commands: ['explain'],
    defaultText: '20,000 in text, 200,000 on a page',
  }),
  color: choice('WHEN', ['auto', 'always', 'never'], 'Dim what is dropped, instead of marking it', {
    group: 'Output',
    commands: ['explain'],
    default: 'auto',
  }),
  gap: text('TEXT', 'Put this where passages were dropped, such as " [...] "', {
    group: 'Output',
    commands: ['compress', 'explain', 'graph'],
    defaultText: 'nothing',
  }),
  provenance: file('FILE', 'Write the kept spans of each document: a JSON line a document', {
    group: 'Output',
    commands: ['compress'],
    perRun: true,
  }),
  stats: file('FILE', 'Write figures of the run as JSON', {
    group: 'Output',
    commands: ['compress', 'graph'],
    per: { graph: { description: 'Show the counters of a run from the file that its --stats wrote' } },
    perRun: true,
  }),
  threads: number(
    'N',
    { min: 1, max: 1024, whole: true },
    'Sessions of the encoder that work at once; threads of llama.cpp',
    {
      short: 'T',
      group: 'Run',
      commands: ['compress', 'explain', 'infer', 'graph'],
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
    commands: ['compress', 'explain', 'infer'],
  }),
  verbose: toggle('More on standard error: the graph with its counters, stacks of errors', {
    short: 'v',
    group: 'Run',
    commands: ['compress', 'explain', 'expand', 'infer', 'plan', 'graph', 'models'],
    per: {
      expand: { description: 'More on standard error: stacks of errors' },
      plan: { description: 'All ways, not only the best of each engine' },
    },
  }),
  json: toggle('The summary on standard error as one line of JSON', {
    group: 'Run',
    commands: ['compress', 'explain', 'infer', 'plan', 'graph', 'models'],
    per: {
      plan: { description: 'The plan as JSON' },
      graph: { description: 'The graph as JSON' },
      models: { description: 'The list as JSON' },
    },
  }),
} as const satisfies Record<string, Flag>;

function nameOf(level: Level): `${Level}` {
  return `${level}`;
}

export type FlagKey = keyof typeof flags;

type ValueOf<F> = F extends Flag<infer T> ? T : never;

/** The value of each flag after all layers are merged; undefined where nothing sets it. */
export type Settings = { readonly [K in FlagKey]: ValueOf<(typeof flags)[K]> | undefined };
