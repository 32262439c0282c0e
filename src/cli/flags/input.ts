import { mediaTypes } from '../../stages/media-type.ts';
import { type Flag, text, toggle } from '../flag.ts';

/** How inputs are read. */
export const inputFlags = {
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
    commands: ['compress', 'explain', 'graph', 'batch'],
    defaultText: 'by extension and content',
  }),
  records: toggle('Inputs are JSON records (JSONL or an array), each with a budget of its own', {
    group: 'Input',
    commands: ['compress', 'infer', 'batch'],
    perRun: true,
    per: { infer: { description: 'Inputs are JSON records (JSONL or an array), each with its question' } },
  }),
  textField: text('NAME', 'The field of a record that holds its text', {
    group: 'Input',
    commands: ['compress', 'infer', 'batch'],
    default: 'text',
  }),
  questionField: text('NAME', 'The field of a record that holds its question', {
    group: 'Input',
    commands: ['compress', 'infer', 'batch'],
    default: 'question',
  }),
} as const satisfies Record<string, Flag>;
