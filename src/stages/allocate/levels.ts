import type { DividedPassage } from '../batch.ts';
import { quantise, type ScoreScale } from '../score/scale.ts';
import { isLine, SIGNATURE } from '../segment/passage.ts';

/**
 * What a token of a word's cost weighs against its score: a name of four tokens must say more than a word of one.
 * Found on development passages, see docs/adr/0010-value-per-token.md.
 */
const COST_WEIGHT = 0.7;

/**
 * What a signature is worth more than other lines of its words: what a part of the code does is told by its name and what
 * it takes first. In scores, so that the words of a question count more.
 */
const SIGNATURE_WORTH = 3;

/** The level of each unit: what it is worth for what it costs, in one byte. */
export function unitLevels(
  { passage, units }: DividedPassage,
  scores: Float32Array,
  costs: Uint32Array,
  scale: ScoreScale,
): Uint8Array {
  const levels = new Uint8Array(scores.length);
  for (let unit = 0; unit < levels.length; unit += 1) {
    const cost = costs[unit] ?? 1;
    // Scores of lines are means over their length already.
    const isWord = cost > 1 && !isLine(passage, units, unit);
    const weighed = isWord ? COST_WEIGHT * Math.log(cost) : 0;
    const lift = units.lines?.[unit] === SIGNATURE ? SIGNATURE_WORTH : 0;
    levels[unit] = quantise((scores[unit] ?? 0) + lift - weighed, scale);
  }
  levelMarks(levels, units.marks);
  return levels;
}

/** Punctuation is worth as much as the less worthy of the words on both sides, so that it never stands alone. */
function levelMarks(levels: Uint8Array, marks: Uint8Array): void {
  let before: number | undefined;
  for (let unit = 0; unit < levels.length; unit += 1) {
    if (marks[unit] === 0) {
      before = levels[unit];
      continue;
    }
    let next = unit + 1;
    while (next < levels.length && marks[next] === 1) next += 1;
    const after = next < levels.length ? levels[next] : undefined;
    levels.fill(Math.min(before ?? after ?? 0, after ?? before ?? 0), unit, next);
    unit = next - 1;
  }
}
