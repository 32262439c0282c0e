import type { TokenCounter } from '../../models/tokens/token-counter.ts';
import { PROTECTED_LEVEL } from '../allocate/histogram.ts';
import { BY_ITSELF } from '../allocate/outline-admission.ts';
import type { UnitLevels } from '../allocate/score-spool.ts';
import type { DividedPassage } from '../batch.ts';
import { Joiner } from './joiner.ts';
import type { Selection, SelectionFilter } from './selection-stage.ts';

/** Tokens that a change may cost or save where units are joined. */
const SLACK = 2;

/**
 * Drops what is kept of a passage where that is less than so many tokens, counted by itself, and not the whole passage.
 * Where something is protected, or belongs to a group that goes on outside, it stays.
 */
export class CrumbFilter implements SelectionFilter {
  readonly #counter: TokenCounter;
  readonly #least: number;

  constructor(counter: TokenCounter, least: number) {
    this.#counter = counter;
    this.#least = least;
  }

  choose(divided: DividedPassage, selection: Selection, { levels, costs }: UnitLevels): Selection {
    const { kept, changeable: free } = selection;
    const isHeld = free !== undefined && kept.some((flag, unit) => flag === 1 && free[unit] !== BY_ITSELF);
    if (isHeld || levels.includes(PROTECTED_LEVEL)) return selection;
    const tokens = this.#tokens(divided, kept);
    if (tokens < this.#least && kept.includes(0))
      return { kept: new Uint8Array(kept.length), changeable: new Uint8Array(kept.length) };
    const own = changeable(kept, costs, tokens - this.#least);
    return {
      kept,
      changeable: free === undefined ? own : own.map((flag, unit) => flag && (free[unit] ?? 0)),
    };
  }

  #tokens({ passage, units }: DividedPassage, kept: Uint8Array): number {
    const written: string[] = [];
    const joiner = new Joiner({ source: (text) => void written.push(text), gap() {} });
    joiner.passage(passage, units, kept);
    return this.#counter.count(written.join('').trim());
  }
}

/** Units that may be added, or taken out by twos, with which no less than the least is left. */
function changeable(kept: Uint8Array, costs: Uint32Array, spare: number): Uint8Array {
  if (spare < SLACK) return new Uint8Array(kept.length);
  const dearest = costs.reduce((most, cost, unit) => (kept[unit] === 1 ? Math.max(most, cost) : most), 0);
  return kept.map((flag, unit) => (flag === 0 || (costs[unit] ?? 0) + dearest + SLACK <= spare ? 1 : 0));
}
