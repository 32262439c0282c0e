import { charOffset } from '../../pipeline/spans.ts';
import { PROTECTED_LEVEL, REPEATED_LEVEL } from '../allocate/histogram.ts';
import type { UnitLevels } from '../allocate/score-spool.ts';
import { type Changes, withChanges } from '../assemble/changes.ts';
import type { DividedPassage } from '../batch.ts';
import type { Repetition } from '../condense/repetition-spool.ts';
import type { ExplainedUnit, UnitReason } from './explained-passage.ts';

/** A passage as the selection had it: a flag for each unit that the plan keeps, and what the plan went by. */
export interface SelectedPassage {
  readonly divided: DividedPassage;
  readonly kept: Uint8Array;
  readonly scored: UnitLevels;
}

/** By what units were chosen, besides their levels. */
export interface UnitContext {
  readonly changes: Changes;
  /** The level that had to be passed, if there was one. */
  readonly passing: number | undefined;
  /** What of the passage was said before. */
  readonly repetitions: readonly Repetition[];
}

/** What became of each unit, and why. */
export function explainUnits(
  { divided, kept, scored }: SelectedPassage,
  { changes, passing, repetitions }: UnitContext,
): readonly ExplainedUnit[] {
  const { index, start } = divided.passage;
  const selected = withChanges(divided, kept, changes);
  const begun = changes.begun.get(index)?.unit ?? Number.POSITIVE_INFINITY;
  const flipped = changes.flipped.get(index);
  const units: ExplainedUnit[] = [];
  for (let part = 0; part < selected.units.count; part += 1) {
    // A line of which the beginning is kept has become two.
    const unit = part > begun ? part - 1 : part;
    const level = scored.levels[unit] ?? 0;
    const isKept = selected.kept[part] === 1;
    const core = selected.units.cores[part] ?? 0;
    const source = level === REPEATED_LEVEL ? repetitions.find(({ end }) => end > core) : undefined;
    units.push({
      start: charOffset(start + core),
      end: charOffset(start + (selected.units.ends[part] ?? 0)),
      score: shownScore(level),
      cost: scored.costs[unit] ?? 0,
      kept: isKept,
      ...(source === undefined ? {} : { repeats: source.first }),
      reason: unit === begun ? 'beginning' : (flipped?.get(unit) ?? reason(level, isKept, passing)),
    });
  }
  return units;
}

/** A level as a share of the scale, from 0 to 100; 0 only for what is repeated. */
export function shownScore(level: number): number {
  return Math.min(100, Math.round((1000 * level) / (PROTECTED_LEVEL - 1)) / 10);
}

function reason(level: number, isKept: boolean, passing: number | undefined): UnitReason {
  if (level === PROTECTED_LEVEL) return 'protected';
  if (level === REPEATED_LEVEL && !isKept) return 'repeated';
  if (passing === undefined) return 'score';
  return (isKept ? level > passing : level < passing) ? 'score' : 'room';
}
