import type { Span } from '../pipeline/spans.ts';

/** One question over some texts, in the one shape that every task has. */
export interface EvaluationRow {
  /** The task, or the file, that it comes from. */
  readonly task: string;
  /** Tells it apart from the other rows of its task. */
  readonly id: string;
  readonly question: string;
  /** What is right; empty where nothing can be said of answers, and only the evidence counts. */
  readonly answers: readonly string[];
  /** Whether one of the answers is enough, or all of them are asked for. */
  readonly needs: 'any' | 'all';
  /** What is compressed, under one budget. */
  readonly documents: readonly RowDocument[];
  /** What the report groups by, such as `length` and `depth`. */
  readonly metadata: Readonly<Record<string, number | string>>;
}

/** One text of a row. */
export interface RowDocument {
  readonly title?: string;
  readonly text: string;
  /** Whether it is one of those that hold the answer. */
  readonly isGold?: boolean;
  /** What the answer follows from: spans of the text, in ascending order. */
  readonly evidence?: readonly Span[];
}
