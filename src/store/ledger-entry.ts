/** What became of one output: a file, or a part of the records of one. */
export interface LedgerItem {
  /** Its path in the output folder, with slashes. */
  readonly output: string;
  /** What it was made from: the path of the input, and the ordinal of its first record if it holds records. */
  readonly input: string;
  readonly state: 'done' | 'failed';
  /** How often it was tried in the run that ended it. */
  readonly attempts: number;
  /** A hash of what was read. */
  readonly content: string;
  /** A hash of all else that decides what is written: options, models, version. */
  readonly recipe: string;
  /** Records in it; null where it is a text. */
  readonly records: number | null;
  /** Those of its records that failed, and lie in it as they came. */
  readonly failures: readonly RecordFailure[];
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
  readonly seconds: number;
  /** Of the output; null where there is none. */
  readonly bytes: number | null;
  readonly sha256: string | null;
  /** Why there is none. */
  readonly error: Failure | null;
}

export interface Failure {
  readonly code: string;
  readonly message: string;
}

export interface RecordFailure extends Failure {
  /** Its ordinal in the input. */
  readonly record: number;
}

/** What a second run must know of an output to leave it as it is. */
export type DoneItem = Pick<LedgerItem, 'content' | 'recipe' | 'state'> & {
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly failedRecords: number;
};

/** One time that the command ran. */
export interface LedgerRun {
  readonly id: number;
  /** `stopped`: interrupted, or not ended at all. */
  readonly state: 'running' | 'done' | 'failed' | 'stopped';
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly ended: string | null;
  readonly version: string;
  /** The inputs and flags, as JSON. */
  readonly command: string;
  /** Outputs that were written, failed, or left as they were. */
  readonly done: number;
  readonly failed: number;
  readonly unchanged: number;
}

export type RunTotals = Pick<LedgerRun, 'done' | 'failed' | 'unchanged'>;

/** An item as reports show it. */
export interface ReportedItem extends Omit<LedgerItem, 'failures'> {
  readonly run: number;
  readonly failedRecords: number;
  readonly ended: string;
}

/** The parts that a file of records is done in. */
export interface RecordParts {
  readonly count: number;
  /** Hash of the hashes of what each is made from. */
  readonly digest: string;
}
