import type { Format } from './formats/format.ts';
import { hotpotqa } from './formats/hotpotqa.ts';
import { longbench } from './formats/longbench.ts';
import { keyValueRecords, lostInTheMiddle } from './formats/lost-in-the-middle.ts';
import { qmsum } from './formats/qmsum.ts';
import { record } from './formats/record.ts';
import { ruler } from './formats/ruler.ts';
import { squad } from './formats/squad.ts';

/** Every format that is read; the first one that an object looks like is taken. A format more is a file in `formats/`, and a line here. */
export const formats: readonly Format[] = [
  lostInTheMiddle,
  keyValueRecords,
  squad,
  hotpotqa,
  qmsum,
  longbench,
  ruler,
  record,
];
