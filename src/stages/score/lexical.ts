import type { WordFrequencies } from '../../models/lexicon/frequencies.ts';
import { checkTableSizes, type LexicalWeights } from '../../models/lexicon/lexical-weights.ts';
import type { Passage, Units } from '../segment/passage.ts';
import { positionSteps, shapeSteps, wordSteps } from './lexical-steps.ts';
import { MARGIN, PassageWords } from './passage-words.ts';
import { tableSizes } from './table-sizes.ts';
import { UnitScores } from './unit-scores.ts';

/**
 * Scores the units of a passage by the statistics and the form of their words: a sum of what each word, each of its
 * neighbours, their shapes and the marks between them count, blended with the neighbours' sums. The tables were fitted
 * to what the encoder says of training texts (`scripts/train/lexical.py` defines the features; both must agree).
 */
export class LexicalScorer {
  readonly #frequencies: WordFrequencies;
  readonly #weights: LexicalWeights;
  // Memory of one call, used again for the next one: calls never give way to one another.
  readonly #words = new PassageWords();
  #own = new Float64Array(0);

  /** @throws {PithError} `model` if the weights are not made for these features, or for another table of words. */
  constructor(frequencies: WordFrequencies, weights: LexicalWeights) {
    checkTableSizes(weights.tables, tableSizes(frequencies.noRow + 1));
    this.#frequencies = frequencies;
    this.#weights = weights;
  }

  score(passage: Passage, units: Units): Float32Array {
    const scores = new UnitScores(passage, units);
    this.#words.read(passage.text, this.#frequencies);
    this.#scoreWords(passage.unitKind !== 'line');
    const { count, starts } = this.#words;
    const { base, blend } = this.#weights;
    const own = this.#own;
    let unit = 0;
    for (let word = 0; word < count; word += 1) {
      const start = starts[MARGIN + word] ?? 0;
      while (unit < units.count - 1 && (units.ends[unit] ?? 0) <= start) unit += 1;
      const score = own[word] ?? 0;
      // Words of one answer stand together. At an end of the passage a word is its own neighbour.
      const beside = (own[word - 1] ?? score) + (word + 1 < count ? (own[word + 1] ?? 0) : score);
      scores.add(unit, base + score + blend * beside);
    }
    return scores.take();
  }

  /** Sentences that come first say more; lines of code, logs and tables do not: theirs are without position. */
  #scoreWords(withPosition: boolean): void {
    const words = this.#words;
    const { count, novelties } = words;
    if (this.#own.length < count) this.#own = new Float64Array(2 * count);
    const own = this.#own;
    const { step, novelty, tables } = this.#weights;
    for (let word = 0; word < count; word += 1) {
      const at = MARGIN + word;
      let steps = wordSteps(tables, words, at) + shapeSteps(tables, words, at);
      if (withPosition) steps += positionSteps(tables, words, at);
      own[word] = steps * step + (novelties[at] ?? 0) * novelty;
    }
  }
}
