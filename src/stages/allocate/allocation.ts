import type { DividedPassage, NumberedDocument } from '../batch.ts';
import type { ProtectMarker } from '../protect/protect-marker.ts';
import type { ScoreScale } from '../score/scale.ts';
import { addUnit, addUnits, costHistogram, PROTECTED_LEVEL, REPEATED_LEVEL } from './histogram.ts';
import { unitLevels } from './levels.ts';
import { OpenGroups } from './open-groups.ts';
import type { Place, ProtectedRoom } from './protected-room.ts';
import { ScoreSpool, type UnitLevels } from './score-spool.ts';
import type { UnitCosts } from './unit-costs.ts';

/** A blank line in the output. */
const BREAK_TOKENS = 1;

/** What scores and costs are measured by. */
export interface AllocationOptions {
  /** The range of scores that levels tell apart. */
  readonly scale: ScoreScale;
  /** Counts what each unit costs. */
  readonly costs: UnitCosts;
  /** Whether a document with an outline keeps its root, whatever stands in it, if there is room. @default false */
  readonly keepsRoots?: boolean;
  /** Tokens that may be spent, so that no group is tied to what there is no room for. @default any number */
  readonly budget?: number;
  /** Tokens that must be left of a passage, or nothing of it. @default 0 */
  readonly minPassage?: number | undefined;
  /** Finds what must survive, and where its cost is added up. */
  readonly protection?: { readonly marker: ProtectMarker; readonly room: ProtectedRoom } | undefined;
}

/** The cost by score of everything that could be kept, and both of each unit, for the second reading. */
export class Allocation implements AsyncDisposable {
  /** Cost of everything by score, for {@link plan}. */
  readonly histogram = costHistogram();
  /** Score and cost of each unit, in source order; lies in a temporary file. */
  readonly scores = new ScoreSpool();
  readonly #options: AllocationOptions;
  /** The highest level in the paragraph that is open, which its blank line will cost at; -1 if it has none. */
  #breakLevel = -1;
  readonly #groups: OpenGroups;
  /** The units of the passage under way, which are not in the spool yet. */
  #adding: UnitLevels | undefined;

  constructor(options: AllocationOptions) {
    this.#options = options;
    this.#groups = new OpenGroups({
      choice: (level, classOfCost, tokens) => addUnits(this.histogram, level, classOfCost, tokens),
      amend: (position, change) => this.#amend(position, change),
      keepsRoots: options.keepsRoots ?? false,
      room: options.budget ?? Number.POSITIVE_INFINITY,
    });
  }

  /** Adds a passage; returns the tokens of its units. */
  async add(numbered: NumberedDocument, divided: DividedPassage, scores: Float32Array): Promise<number> {
    const { scale, costs: unitCosts, minPassage = 0, protection } = this.#options;
    const { costs, breaks } = unitCosts.measure(divided.passage, divided.units);
    const levels = unitLevels(divided, scores, costs, { scale, minPassage });
    await protection?.marker.mark(divided, (unit) => {
      if (levels[unit] === PROTECTED_LEVEL) return;
      levels[unit] = PROTECTED_LEVEL;
      protection.room.add(costs[unit] ?? 0, () => placeOf(numbered, divided, unit));
    });
    const { roles } = divided.units;
    this.#adding = { levels, costs };
    let tokens = 0;
    for (let unit = 0; unit < levels.length; unit += 1) {
      const level = levels[unit] ?? 0;
      const cost = costs[unit] ?? 0;
      tokens += cost;
      if (roles === undefined) addUnit(this.histogram, level, cost);
      else
        costs[unit] = this.#groups.add(roles[unit] ?? 0, {
          position: this.scores.count + unit,
          level,
          cost,
          isMark: divided.units.marks[unit] === 1,
        });
      if (breaks[unit] === 1) this.#closeParagraph(0);
      if (this.#breakLevel >= 0) this.#breakLevel = Math.max(this.#breakLevel, level);
    }
    this.scores.add(this.#adding);
    this.#adding = undefined;
    return tokens;
  }

  /** Most groups end in the passage that they begin in: those leave nothing to be remembered. */
  #amend(position: number, change: { readonly level: number; readonly cost: number }): void {
    const unit = position - this.scores.count;
    if (unit < 0 || this.#adding === undefined) this.scores.amend(position, change);
    else {
      this.#adding.levels[unit] = change.level;
      this.#adding.costs[unit] = change.cost;
    }
  }

  beginDocument(): void {
    this.end();
    this.#options.costs.beginDocument();
  }

  end(): void {
    this.#groups.end();
    this.#closeParagraph(-1);
  }

  /** Nothing that is said again is granted by any plan from now on, whatever the budget. */
  leaveOutRepeated(): void {
    this.histogram.rows[REPEATED_LEVEL] = undefined;
  }

  /** A blank line is paid for as soon as the best unit of its paragraph is kept. */
  #closeParagraph(next: number): void {
    if (this.#breakLevel >= 0) addUnit(this.histogram, this.#breakLevel, BREAK_TOKENS);
    this.#breakLevel = next;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.scores[Symbol.asyncDispose]();
  }
}

function placeOf({ document }: NumberedDocument, { passage, units }: DividedPassage, unit: number): Place {
  const offset = units.cores[unit] ?? 0;
  const text = passage.text.slice(offset, units.ends[unit]);
  return { text, at: { document: document.id, offset: passage.start + offset } };
}
