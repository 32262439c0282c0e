import { choice, type Flag, number, text } from '../flag.ts';

/** What answers, and how it is asked. */
export const engineFlags = {
  engine: choice('NAME', ['reader', 'openai'], 'The embedded reader, or an OpenAI-compatible server', {
    group: 'Engine',
    commands: ['infer', 'graph'],
    default: 'reader',
  }),
  model: text('NAME', 'A model card (.json) for the reader, or the server’s name of a model (openai)', {
    group: 'Engine',
    commands: ['infer', 'graph'],
  }),
  baseUrl: text('URL', 'The server of --engine openai, up to and with /v1', {
    group: 'Engine',
    commands: ['infer', 'graph'],
    environment: 'OPENAI_BASE_URL',
  }),
  answers: number('N', { min: 1, max: 1000, whole: true }, 'How many answers the reader gives', {
    group: 'Engine',
    commands: ['infer', 'graph'],
    default: 1,
  }),
  contextLimit: number(
    'N',
    { min: 1, whole: true },
    'Send at most N tokens at once, answer included (openai)',
    {
      group: 'Engine',
      commands: ['infer', 'graph'],
      defaultText: 'what the server lists',
    },
  ),
  maxTokens: number('N', { min: 1, whole: true }, 'At most this many tokens of an answer (openai)', {
    group: 'Engine',
    commands: ['infer', 'graph'],
    defaultText: 'the server’s',
  }),
} as const satisfies Record<string, Flag>;
