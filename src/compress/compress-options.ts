import type { Guard } from '../stages/guard/guards.ts';
import type { Budget } from './budget.ts';
import type { CompressEvent } from './passes.ts';

/** What a compression is for, what it may cost, and what must survive it. */
export interface CompressOptions {
  /** What the reader of the output wants to know, one question or several that share the budget; the text is then chosen for it. */
  readonly question?: string | readonly string[] | undefined;
  /** @default { type: 'ratio', ratio: 3 } */
  readonly budget?: Budget | undefined;
  /**
   * Gives each document the budget for itself: so many tokens, or that share of its own. What is left of one then does
   * not depend on the others. @default false
   */
  readonly perDocument?: boolean | undefined;
  /**
   * Drops what would be left of a passage where that is less than so many tokens and not the whole passage, so that no
   * crumbs remain. Protected text stays, and what has an outline (JSON, tables, code, what stands under headings), of which parts hold each other. @default 0
   */
  readonly minPassage?: number | undefined;
  /** Regular expressions (flags `gmu`); what they match survives, or the run fails. @default [] */
  readonly protect?: readonly string[] | undefined;
  /** What is kept whole or dropped whole, never cut inside. @default ['numbers', 'negations', 'names', 'urls', 'code'] */
  readonly keep?: readonly Guard[] | undefined;
  /** Proves on the output that no guard of `keep` was broken, and fails otherwise: the source is read once more. @default false */
  readonly strict?: boolean | undefined;
  /**
   * Whether what the input says again, word for word, comes after everything else, and so do lines of logs of which there
   * were many that differ in their values alone; and whether white space that says nothing is left out of what does not fit its budget: between
   * the tokens of JSON, in columns, at the ends of lines. `'only'`: nothing but that and repeated sentences, lines and comments is dropped,
   * whatever it comes to; it takes no budget and no `minPassage`. Where something is to `protect`, white space stays. With `perDocument`, what a document says again counts, not what another
   * has said. @default true
   */
  readonly condense?: boolean | 'only' | undefined;
  /** Stands in the output for passages that were dropped whole. @default nothing */
  readonly gap?: string | undefined;
  /** Stops the compression: it then throws a PithError of code `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Keeps what the choice was made by, so that {@link Compression.explanation} can say of each unit why it is in the
   * output or not. It stays on disk until the result is disposed of. @default false
   */
  readonly explain?: boolean | undefined;
  /** Called for every event of every reading of the source, while stages wait: it must be quick. */
  readonly onEvent?: ((event: CompressEvent) => void) | undefined;
}

/** What is asked, each question once. One of white space alone asks for nothing. */
export function questionsOf({ question = [] }: Pick<CompressOptions, 'question'>): readonly string[] {
  const asked = typeof question === 'string' ? [question] : question;
  return [...new Set(asked.filter((one) => one.trim() !== ''))];
}
