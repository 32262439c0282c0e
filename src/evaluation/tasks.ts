import type { Task } from './task.ts';
import { commonWords } from './tasks/common-words.ts';
import { documents } from './tasks/documents.ts';
import { hops } from './tasks/hops.ts';
import { keyValue } from './tasks/key-value.ts';
import { meetings } from './tasks/meetings.ts';
import { multiNeedle } from './tasks/multi-needle.ts';
import { needles } from './tasks/needles.ts';
import { reading } from './tasks/reading.ts';
import { variableTracking } from './tasks/variable-tracking.ts';

/** Every generated task, in the order of the report. A task more is a file in `tasks/`, and a line here. */
export const tasks: readonly Task[] = [
  needles,
  keyValue,
  multiNeedle,
  variableTracking,
  commonWords,
  documents,
  hops,
  reading,
  meetings,
];
