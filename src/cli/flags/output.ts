import { choice, type Flag, file, number, text, toggle } from '../flag.ts';

/** Where results go, and in which form. */
export const outputFlags = {
  output: file('FILE', 'Write here instead of standard output (-): whole, or not at all', {
    short: 'o',
    group: 'Output',
    commands: ['compress', 'explain', 'expand', 'infer', 'batch'],
    per: { batch: { description: 'The folder of the outputs' } },
    perRun: true,
  }),
  force: toggle('Overwrite output files; read binary input as text', {
    short: 'f',
    group: 'Output',
    commands: ['compress', 'explain', 'expand', 'infer', 'batch'],
    per: {
      expand: { description: 'Overwrite the output file; go on where a source has changed' },
      batch: { description: 'Write into a folder with files of others; read binary input as text' },
    },
    perRun: true,
  }),
  format: choice('NAME', ['text', 'jsonl', 'json'], 'Form of the output', {
    group: 'Output',
    commands: ['compress', 'explain', 'expand', 'infer', 'batch'],
    default: 'text',
    per: {
      compress: { choices: ['text', 'jsonl'], description: 'Form of the output; jsonl is made for infer' },
      explain: { choices: ['text', 'jsonl'], description: 'Form of the output; jsonl has every unit' },
      expand: { choices: ['text', 'jsonl'], description: 'Form of the output; jsonl has offsets' },
      batch: { choices: ['text', 'jsonl'], description: 'Form of the output; jsonl is made for infer' },
    },
  }),
  csv: toggle('Write CSV instead of lines of JSON', {
    group: 'Output',
    commands: ['runs'],
    perRun: true,
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
    commands: ['compress', 'explain', 'graph', 'batch'],
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
} as const satisfies Record<string, Flag>;
