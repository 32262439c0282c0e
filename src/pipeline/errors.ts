/** What went wrong, as a word that programs can switch on. */
export type ErrorCode =
  | 'usage'
  | 'input'
  | 'budget'
  | 'protected'
  | 'guard'
  | 'model'
  | 'tokenizer'
  | 'engine'
  | 'output'
  | 'store'
  | 'limit'
  | 'internal'
  | 'aborted';

/** Where in the input something went wrong. */
export interface SourceLocation {
  /** Document id: a path, `-` for stdin, or a record's id. */
  readonly document: string;
  /** UTF-16 offset into the decoded document, or a byte offset where the text could not be decoded. */
  readonly offset?: number;
  /** 1-based line of the file, for line-oriented inputs. */
  readonly line?: number;
}

export interface PithErrorOptions {
  /** One sentence that tells the user what to do. */
  readonly hint?: string;
  readonly at?: SourceLocation;
  readonly cause?: unknown;
}

const marker = Symbol.for('pith.error');

/**
 * The one error family of pith. `message` says what happened, `at` where, `hint` what to do.
 */
export class PithError extends Error {
  override readonly name = 'PithError';
  /** What went wrong, as a word that programs can switch on. */
  readonly code: ErrorCode;
  /** What the user can do about it. */
  readonly hint: string | undefined;
  /** Where in the input it went wrong, if it was there. */
  readonly at: SourceLocation | undefined;
  readonly [marker] = true;

  constructor(code: ErrorCode, message: string, options: PithErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.at = options.at;
  }

  /** True for errors of any copy of this package, which `instanceof` cannot promise. */
  static isInstance(value: unknown): value is PithError {
    return typeof value === 'object' && value !== null && marker in value;
  }
}
