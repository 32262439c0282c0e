/** Counts tokens as the model that will read the output does. */
export interface TokenCounter {
  /** `o200k_base`, `wordpiece`, or the path of a tokenizer.json; goes into stats and cache keys. */
  readonly name: string;
  /**
   * True if a text may be cut before any lone space between two words, and the counts of its parts add up to its own.
   * Absent means no.
   */
  readonly splitsAtSpaces?: boolean;
  /** The number of tokens of `text`, without special tokens. Exact, and memoised where that is faster. */
  count(text: string): number;
  /** What `count(text.slice(start, end))` gives, for counters that need no copy of the slice. */
  countSlice?(text: string, start: number, end: number): number;
}
