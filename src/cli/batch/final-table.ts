import { duration, grouped, shortRatio } from '../summary.ts';
import { table } from '../table.ts';

/** What a batch did, added up. */
export interface Tally {
  /** Outputs. */
  done: number;
  failed: number;
  unchanged: number;
  /** Records in the outputs that were written; a text counts as one. */
  records: number;
  failedRecords: number;
  tokensIn: number;
  tokensOut: number;
}

/** What is shown when a batch has ended. */
export function finalTable(tally: Tally, seconds: number): string {
  const { done, failed, unchanged, records, failedRecords, tokensIn, tokensOut } = tally;
  const rows = [
    [
      'done',
      'failed',
      'unchanged',
      ...(records > done ? ['records', 'of them failed'] : []),
      'tokens',
      'left',
      'ratio',
      'time',
    ],
    [
      grouped(done),
      grouped(failed),
      grouped(unchanged),
      ...(records > done ? [grouped(records), grouped(failedRecords)] : []),
      grouped(tokensIn),
      grouped(tokensOut),
      tokensOut === 0 ? '-' : `${shortRatio(tokensIn / tokensOut)}×`,
      duration(seconds),
    ],
  ];
  return table(rows);
}
