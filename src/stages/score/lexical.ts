import type { WordFrequencies } from '../../models/lexicon/frequencies.ts';
import type { LexicalWeights } from '../../models/lexicon/lexical-weights.ts';
import type { Passage, Units } from '../segment/passage.ts';
import { positionSteps, shapeSteps, wordSteps } from './lexical-steps.ts';
import { MARGIN, PassageWords } from './passage-words.ts';
import { UnitScores } from './unit-scores.ts';

// Scratch memory for one call: nothing in it outlives the call, and a call never gives way to another.
const words = new PassageWords();
let own = new Float64Array(0);

/**
 * Scores the units of a passage by the statistics and the form of their words: a sum of what each word, each of its
 * neighbours, their shapes and the marks between them count, blended with the neighbours' sums. The tables were fitted
 * to what the encoder says of training texts (`scripts/train/lexical.py` defines the features; both must agree).
 */
export function lexicalScores(
  passage: Passage,
  units: Units,
  frequencies: WordFrequencies,
  weights: LexicalWeights,
): Float32Array {
  const scores = new UnitScores(passage, units);
  words.read(passage.text, frequencies);
  scoreWords(weights, passage.unitKind !== 'line');
  const { count, starts } = words;
  let unit = 0;
  for (let word = 0; word < count; word += 1) {
    const start = starts[MARGIN + word] ?? 0;
    while (unit < units.count - 1 && (units.ends[unit] ?? 0) <= start) unit += 1;
    const score = own[word] ?? 0;
    // Words of one answer stand together. At an end of the passage a word is its own neighbour.
    const beside = (own[word - 1] ?? score) + (word + 1 < count ? (own[word + 1] ?? 0) : score);
    scores.add(unit, weights.base + score + weights.blend * beside);
  }
  return scores.take();
}

/** Sentences that come first say more; lines of code, logs and tables do not: theirs are without position. */
function scoreWords(weights: LexicalWeights, withPosition: boolean): void {
  const { count, novelties } = words;
  if (own.length < count) own = new Float64Array(2 * count);
  const { step, novelty, tables } = weights;
  for (let word = 0; word < count; word += 1) {
    const at = MARGIN + word;
    let steps = wordSteps(tables, words, at) + shapeSteps(tables, words, at);
    if (withPosition) steps += positionSteps(tables, words, at);
    own[word] = steps * step + (novelties[at] ?? 0) * novelty;
  }
}
