import type { WordFrequencies } from '../../models/lexicon/frequencies.ts';
import type { LexicalWeights } from '../../models/lexicon/lexical-weights.ts';
import type { Passage, Units } from '../segment/passage.ts';
import { PassageWords } from './passage-words.ts';
import { UnitScores } from './unit-scores.ts';

// Scratch memory for one call: nothing in it outlives the call, and a call never gives way to another.
const words = new PassageWords();

/**
 * Scores the units of a passage by the statistics and the form of their words: a linear model over what each
 * word is and what stands beside it, whose weights were fitted on training data (`scripts/train/lexical.py` defines
 * the features; both must agree).
 */
export function lexicalScores(
  passage: Passage,
  units: Units,
  frequencies: WordFrequencies,
  weights: LexicalWeights,
): Float32Array {
  const scores = new UnitScores(passage, units);
  const { count, starts, lengths, idf, marked, midCapital, upper, digit } = words.read(
    passage.text,
    frequencies,
  );
  // Sentences that come first say more; lines of code, logs and tables do not.
  const position = passage.unitKind === 'line' ? 0 : weights.position;
  let unit = 0;
  for (let at = 0; at < count; at += 1) {
    const start = starts[at] ?? 0;
    while (unit < units.count - 1 && (units.ends[unit] ?? 0) <= start) unit += 1;
    const score =
      weights.idf * (idf[at] ?? 0) +
      weights.upper * (upper[at] ?? 0) +
      weights.digit * (digit[at] ?? 0) +
      weights.midCapital * (midCapital[at] ?? 0) +
      weights.length * Math.log(lengths[at] ?? 1) +
      position * Math.log(1 + at / count) +
      (at === 0 ? 0 : weights.before * (marked[at - 1] ?? 0) + weights.idfBefore * (idf[at - 1] ?? 0)) +
      (at === count - 1 ? 0 : weights.after * (marked[at + 1] ?? 0) + weights.idfAfter * (idf[at + 1] ?? 0));
    scores.add(unit, score);
  }
  return scores.take();
}
