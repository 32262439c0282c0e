import { choice, type Flag, file, list, number, text, toggle, tokensOrGpus } from '../flag.ts';
import { PLANNED_MODEL, scoutContext } from './plan.ts';

const ANSWERING = ['reader', 'openai', 'llama'];

/** What answers, and how it is asked. */
export const engineFlags = {
  engine: choice(
    'NAME',
    ['reader', 'openai', 'llama', 'none'],
    'The embedded reader, an OpenAI-compatible server, or llama.cpp in this process',
    {
      group: 'Engine',
      commands: ['infer', 'eval', 'graph'],
      default: 'reader',
      per: {
        infer: { choices: ANSWERING },
        graph: { choices: ANSWERING },
        eval: { description: 'What answers, so that answers are judged as well; none: the texts alone' },
      },
    },
  ),
  model: text(
    'NAME',
    'A model card (.json) for the reader, the server’s name of a model (openai), a GGUF file, hf:OWNER/NAME/FILE.gguf or the tiny scout-nano (llama)',
    {
      group: 'Engine',
      commands: ['infer', 'eval', 'plan', 'graph'],
      per: { plan: PLANNED_MODEL },
    },
  ),
  baseUrl: list('URL', 'A server of --engine openai, up to and with /v1; repeatable, of one model', {
    group: 'Engine',
    commands: ['infer', 'eval', 'graph'],
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
  earlyExit: toggle('Stop reading at the first answer that is sure, rather than look for a better one', {
    group: 'Engine',
    commands: ['infer'],
  }),
  concurrency: number('N', { min: 1, whole: true }, 'Ask each server at most N things at once (openai)', {
    group: 'Engine',
    commands: ['infer', 'graph'],
    defaultText: '4',
  }),
  contextLimit: tokensOrGpus(
    'N|GPUS',
    'Send at most N tokens at once, answer included; GPUs such as 4xH100 stand for what Scout holds on them (openai, llama)',
    {
      group: 'Engine',
      commands: ['infer', 'eval', 'graph'],
      defaultText: 'what the server lists, or the model was trained on',
    },
    scoutContext,
  ),
  grammar: file(
    'FILE',
    'The form of the answer: a JSON schema (.json), a regular expression (.regex), or a grammar in GBNF (openai, llama)',
    {
      group: 'Engine',
      commands: ['infer'],
    },
  ),
  maxTokens: number('N', { min: 1, whole: true }, 'At most this many tokens of an answer (openai, llama)', {
    group: 'Engine',
    commands: ['infer', 'eval', 'graph'],
    defaultText: 'the server’s; 1024',
  }),
} as const satisfies Record<string, Flag>;
