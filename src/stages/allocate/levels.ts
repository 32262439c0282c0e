import type { DividedPassage } from '../batch.ts';
import { quantise, REPEATED_SCORE, type ScoreScale } from '../score/scale.ts';
import { isLine, SIGNATURE } from '../segment/passage.ts';
import { REPEATED_LEVEL } from './histogram.ts';

/**
 * What a token of a word's cost weighs against its score: a name of four tokens must say more than a word of one.
 * Found on development passages, see docs/adr/0010-value-per-token.md.
 */
const COST_WEIGHT = 0.7;
/** Tokens that the units of a passage may lose where they are joined. */
const JOINTS = 2;

/** What levels are made by. */
export interface LevelOptions {
  readonly scale: ScoreScale;
  /** Tokens that must be left of a passage, or nothing of it. */
  readonly minPassage: number;
}

/**
 * What a signature is worth more than other lines of its words: what a part of the code does is told by its name and what
 * it takes first. In scores, so that the words of a question count more.
 */
const SIGNATURE_WORTH = 3;

/** Of marks that stand beside no word. */
const LOWEST = REPEATED_LEVEL + 1;

/** The level of each unit: what it is worth for what it costs, in one byte. */
export function unitLevels(
  { passage, units }: DividedPassage,
  scores: Float32Array,
  costs: Uint32Array,
  { scale, minPassage }: LevelOptions,
): Uint8Array {
  const levels = new Uint8Array(scores.length);
  for (let unit = 0; unit < levels.length; unit += 1) {
    const cost = costs[unit] ?? 1;
    const score = scores[unit] ?? 0;
    // Scores of lines are means over their length already.
    const isWord = cost > 1 && !isLine(passage, units, unit);
    const weighed = isWord ? COST_WEIGHT * Math.log(cost) : 0;
    const lift = units.lines?.[unit] === SIGNATURE ? SIGNATURE_WORTH : 0;
    levels[unit] = score === REPEATED_SCORE ? REPEATED_LEVEL : quantise(score + lift - weighed, scale);
  }
  if (minPassage > 1 && units.roles === undefined) levelBest(levels, costs, minPassage);
  levelMarks(levels, units.marks);
  return levels;
}

/**
 * The best units of a passage, up to `least` tokens of them, are worth their mean: they come together or not at all. What is
 * repeated is none of them.
 */
function levelBest(levels: Uint8Array, costs: Uint32Array, least: number): void {
  const order = [...levels.keys()]
    .filter((unit) => levels[unit] !== REPEATED_LEVEL)
    .sort((a, b) => (levels[b] ?? 0) - (levels[a] ?? 0) || a - b);
  let tokens = 0;
  let worth = 0;
  let count = 0;
  for (; count < order.length && tokens < least + JOINTS; count += 1) {
    const unit = order[count] ?? 0;
    tokens += costs[unit] ?? 0;
    worth += (levels[unit] ?? 0) * (costs[unit] ?? 0);
  }
  if (tokens === 0) return;
  const mean = Math.round(worth / tokens);
  for (const unit of order.slice(0, count)) levels[unit] = mean;
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
