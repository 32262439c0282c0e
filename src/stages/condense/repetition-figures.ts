/** How much of an input says again what stands before it. */
export interface RepetitionFigures {
  /** Sentences, lines and comments that say the same as an earlier one. */
  readonly statements: number;
  readonly chars: number;
  /** Tokens of each of them by itself, added up. */
  readonly tokens: number;
  /** Lines of logs, with what belongs to them, that differ from an earlier one in their values alone. */
  readonly alike: number;
}

/** The figures of two inputs together; null for one in which nothing was looked for. */
export function addedFigures(
  one: RepetitionFigures | null,
  other: RepetitionFigures | null,
): RepetitionFigures | null {
  if (one === null || other === null) return one ?? other;
  return {
    statements: one.statements + other.statements,
    chars: one.chars + other.chars,
    tokens: one.tokens + other.tokens,
    alike: one.alike + other.alike,
  };
}
