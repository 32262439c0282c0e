import { type Level, levelModels, levels } from '../../models/model-files.ts';
import { LEXICAL_SCORER } from '../../models/scorer.ts';
import { DEFAULT_GUARDS, guards } from '../../stages/guard/guards.ts';
import { choice, choices, type Flag, list, number, text, toggle, wholeNumbers } from '../flag.ts';

/** What is kept. */
export const selectionFlags = {
  question: list('TEXT', 'Keep what helps to answer this question; repeatable, for one budget', {
    short: 'q',
    group: 'Selection',
    commands: ['compress', 'explain', 'infer', 'graph', 'batch'],
    per: { infer: { description: 'The question to answer; repeatable; jsonl of compress carries its own' } },
    perRun: true,
  }),
  level: choice('N', levels.map(nameOf), 'Speed against quality: 1 fastest (no model), 9 best', {
    group: 'Selection',
    commands: ['compress', 'explain', 'infer', 'graph', 'batch'],
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
    commands: ['compress', 'explain', 'graph', 'batch'],
    defaultText: 'the level’s',
  }),
  protect: list('REGEX', 'Keep every match, or fail and say which one did not fit; repeatable', {
    group: 'Selection',
    commands: ['compress', 'explain', 'graph', 'batch'],
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
    commands: ['compress', 'explain', 'graph', 'batch'],
    default: DEFAULT_GUARDS,
  }),
  condense: choice(
    'WHEN',
    ['on', 'off', 'only'],
    'Take what the input says again last, and leave out white space that says nothing; only: drop those and nothing else, whatever it comes to',
    {
      group: 'Selection',
      commands: ['compress', 'explain', 'graph', 'batch'],
      default: 'on',
    },
  ),
  strict: toggle('Prove on the output that nothing of --keep was cut inside, or fail', {
    group: 'Selection',
    commands: ['compress', 'batch'],
  }),
} as const satisfies Record<string, Flag>;

function nameOf(level: Level): `${Level}` {
  return `${level}`;
}
