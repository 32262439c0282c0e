import { parseRequirement, type Requirement } from '../../evaluation/requirement.ts';
import { questionChoices } from '../../evaluation/setting.ts';
import { levels } from '../../models/model-files.ts';
import { choices, type Flag, file, number, numbers } from '../flag.ts';

/** What an evaluation varies, and what is asked of it. */
export const evaluationFlags = {
  levels: choices(
    'LIST',
    levels.map((level) => `${level}` as const),
    'Compress at each of these levels',
    { group: 'Evaluation', commands: ['eval'], default: ['1', '6'] },
  ),
  questions: choices('LIST', questionChoices, 'Whether the compression knows the question', {
    group: 'Evaluation',
    commands: ['eval'],
    default: questionChoices,
  }),
  rows: number(
    'N',
    { min: 1, whole: true },
    'Rows of each task (of needles at each length), or of each file, spread over it',
    {
      group: 'Evaluation',
      commands: ['eval'],
      defaultText: '5 of a task, 100 of a file',
    },
  ),
  among: number(
    'N',
    { min: 2, max: 1000, whole: true },
    'Put the one text of each row of a file among so many in all, the others those of other rows that look most like it',
    { group: 'Evaluation', commands: ['eval'], defaultText: 'leave it alone' },
  ),
  lengths: numbers('LIST', { min: 500, max: 1e7, whole: true }, 'Characters of the texts of needles', {
    group: 'Evaluation',
    commands: ['eval'],
    default: [2000, 5000, 12_000],
  }),
  depths: numbers(
    'LIST',
    { min: 0, max: 1 },
    'Places of the answer in the texts of tasks, from 0 to 1, in turn',
    {
      group: 'Evaluation',
      commands: ['eval'],
      default: [0, 0.25, 0.5, 0.75, 1],
    },
  ),
  seed: number('N', { min: 0, max: 2 ** 31, whole: true }, 'Generate other rows', {
    group: 'Evaluation',
    commands: ['eval'],
    default: 1,
  }),
  require: {
    description: 'End with 4 where a mean is below this, such as survival@4>=0.95; repeatable',
    value: 'WHAT',
    repeatable: true,
    group: 'Evaluation',
    commands: ['eval'],
    perRun: true,
    parse: (given) => [parseRequirement(given)],
  } satisfies Flag<readonly Requirement[]>,
  folder: file(
    'FOLDER',
    'Where results, report and table are written; results that are there already are used',
    {
      group: 'Output',
      commands: ['eval'],
      default: 'pith-eval',
      perRun: true,
    },
  ),
} as const satisfies Record<string, Flag>;
