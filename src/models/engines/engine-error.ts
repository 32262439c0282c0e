import { PithError, type PithErrorOptions } from '../../pipeline/errors.ts';

/** What an engine ran into. */
export type EngineFailure =
  | 'unreachable'
  | 'unauthorized'
  | 'not-found'
  | 'rate-limited'
  | 'context-too-long'
  | 'rejected'
  | 'server'
  | 'protocol'
  | 'cut'
  | 'empty'
  | 'memory'
  | 'not-installed';

export interface EngineErrorOptions extends PithErrorOptions {
  /** The engine's own limit in tokens, where its message says it. */
  readonly contextLimit?: number;
  /** What had been written when the stream broke off. */
  readonly partial?: string;
}

/** A failure of an engine; `failure` lets callers tell what is worth another try from what is not. */
export class EngineError extends PithError {
  /** What went wrong, as a word that programs can switch on. */
  readonly failure: EngineFailure;
  /** The engine's own limit in tokens, where its message says it. */
  readonly contextLimit: number | undefined;
  /** What had been written when the stream broke off. */
  readonly partial: string | undefined;

  constructor(failure: EngineFailure, message: string, options: EngineErrorOptions = {}) {
    super('engine', message, options);
    this.failure = failure;
    this.contextLimit = options.contextLimit;
    this.partial = options.partial;
  }
}
