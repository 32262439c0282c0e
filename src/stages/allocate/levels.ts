import type { DividedPassage } from '../batch.ts';
import { quantise, REPEATED_SCORE, type ScoreScale } from '../score/scale.ts';
import { REPEATED_LEVEL } from './histogram.ts';

/**
 * What a token of a word's cost weighs against its score: a name of four tokens must say more than a word of one.
 * Found on development passages, see docs/adr/0010-value-per-token.md.
 */
const COST_WEIGHT = 0.7;

/** Of marks that stand beside no word. */
const LOWEST = REPEATED_LEVEL + 1;

/** The level of each unit: what it is worth for what it costs, in one byte. */
export function unitLevels(
  { passage, units }: DividedPassage,
  scores: Float32Array,
  costs: Uint32Array,
  scale: ScoreScale,
): Uint8Array {
  // Scores of lines are means over their length already.
  const weight = passage.unitKind === 'line' ? 0 : COST_WEIGHT;
  const levels = new Uint8Array(scores.length);
  for (let unit = 0; unit < levels.length; unit += 1) {
    const cost = costs[unit] ?? 1;
    const score = scores[unit] ?? 0;
    const worth = score - (cost > 1 ? weight * Math.log(cost) : 0);
    levels[unit] = score === REPEATED_SCORE ? REPEATED_LEVEL : quantise(worth, scale);
  }
  levelMarks(levels, units.marks);
  return levels;
}

/**
 * Punctuation is worth as much as the less worthy of the words on both sides, so that it never stands alone. A word that is
 * repeated does not count for marks that are not: it goes with its own.
 */
function levelMarks(levels: Uint8Array, marks: Uint8Array): void {
  let before: number | undefined;
  for (let unit = 0; unit < levels.length; unit += 1) {
    if (marks[unit] === 0) {
      before = levels[unit] === REPEATED_LEVEL ? undefined : levels[unit];
      continue;
    }
    let next = unit + 1;
    while (next < levels.length && marks[next] === 1) next += 1;
    const after = next < levels.length && levels[next] !== REPEATED_LEVEL ? levels[next] : undefined;
    const level = Math.min(before ?? after ?? LOWEST, after ?? before ?? LOWEST);
    for (let mark = unit; mark < next; mark += 1) if (levels[mark] !== REPEATED_LEVEL) levels[mark] = level;
    unit = next - 1;
  }
}
