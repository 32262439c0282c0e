import type { TokenCounter } from '../../models/tokens/token-counter.ts';
import { PROTECTED_LEVEL } from '../allocate/histogram.ts';
import type { UnitLevels } from '../allocate/score-spool.ts';
import { type Changes, withChanges } from '../assemble/changes.ts';
import { Joiner } from '../assemble/joiner.ts';
import { type OutputForm, OutputTokens } from '../assemble/output-tokens.ts';
import type { Selection, SelectionTarget } from '../assemble/selection-stage.ts';
import type { DividedPassage } from '../batch.ts';
import { type GuardSet, NO_GUARDS } from '../guard/guards.ts';
import { isLine, type Passage } from '../segment/passage.ts';
import { Candidates } from './candidates.ts';
import { DroppedRun } from './dropped-run.ts';
import { HeldPassage, type PlacedUnit, type Way } from './held-passage.ts';
import { SceneDocument } from './scene-document.ts';

/** Units of one cost that are held to be added, and to be taken out. */
const HELD_TO_ADD: Readonly<Record<Way, number>> = { whole: 64, loose: 16, open: 4 };
const HELD_TO_REMOVE = 4;
/** What is worth more than the least by so many levels is not taken out: it may be what was asked for. */
const GIVEN_LEVELS = 24;
/** Lines in an outline: few hold what a question names. Without one, more are given where the others do not fill the budget. */
const GIVEN_LEVELS_OF_LINES = { near: 10, far: 96 } as const;
export type GivenReach = keyof typeof GIVEN_LEVELS_OF_LINES;
/** Passages that may wait to be released, besides as many as are needed. */
const MOST_WAITING = 32;

/** Which units are held that could be added to a draft. */
export interface SceneReach {
  /** The most that a unit may cost to be of use. */
  readonly most: number;
  /** How it may be added. @default whole */
  readonly ways?: readonly Way[];
}

/** How the changes of a draft are counted and written. */
export interface SceneOptions extends OutputForm, SceneReach {
  readonly counter: TokenCounter;
  readonly gap?: string | undefined;
  /** What is held together in the units. @default nothing */
  readonly guards?: GuardSet | undefined;
}

/**
 * A draft, and what could be kept besides, in memory, so that many small changes of it can be counted exactly without
 * reading the source each time. It grows with the draft, not with the input.
 */
export class Scene implements SelectionTarget {
  readonly #options: SceneOptions;
  #documents: SceneDocument[] = [];
  readonly #dropped = new Map<Way, Candidates<PlacedUnit>>();
  readonly #kept: Candidates<PlacedUnit>;
  /** The one under way. */
  #document = new SceneDocument(0);
  /** What the least is worth of all that was kept for itself. */
  #least = PROTECTED_LEVEL;
  /** Passages that are needed, and those that are still held though they are not. */
  #needed = 0;
  #waiting = 0;

  constructor(options: SceneOptions) {
    this.#options = options;
    const { most, ways = ['whole'] } = options;
    for (const way of ways)
      this.#dropped.set(way, new Candidates(most, HELD_TO_ADD[way], (one, other) => one.level > other.level));
    this.#kept = new Candidates(most, HELD_TO_REMOVE, (one, other) => one.level < other.level);
  }

  /** What is held together, also where a line is cut. */
  get guards(): GuardSet {
    return this.#options.guards ?? NO_GUARDS;
  }

  /** Units that could be added in these ways. */
  dropped(ways: readonly Way[] = ['whole']): readonly PlacedUnit[] {
    return ways.flatMap((way) => this.#dropped.get(way)?.list() ?? []);
  }

  /** Units that could be taken out: of those that are kept, the ones of least worth; lines `near` it or also `far` from it. */
  kept(reach: GivenReach = 'near'): readonly PlacedUnit[] {
    return this.#kept.list().filter(({ level, held, unit }) => {
      const isCode =
        held.passage.isData !== true &&
        held.units.roles !== undefined &&
        isLine(held.passage, held.units, unit);
      return level <= this.#least + (isCode ? GIVEN_LEVELS_OF_LINES[reach] : GIVEN_LEVELS);
    });
  }

  /** Characters of the passages that are held. */
  get length(): number {
    const parts = [...this.#documents, this.#document].flatMap((document) => document.parts);
    return parts.reduce((sum, part) => sum + (part instanceof HeldPassage ? part.passage.text.length : 0), 0);
  }

  passage(divided: DividedPassage, selection: Selection, scored: UnitLevels): void {
    const held = new HeldPassage(divided, selection, scored);
    const released = this.#addUnits(held, scored);
    if (held.isNeeded) {
      this.#document.hold(held);
      this.#needed += 1;
    } else this.drop(divided.passage);
    for (const other of released) if (other !== held && !other.isNeeded) this.#release();
  }

  /** One passage is no longer needed. Going through all of them pays once there are many such. */
  #release(): void {
    this.#needed -= 1;
    this.#waiting += 1;
    if (this.#waiting <= this.#needed + MOST_WAITING) return;
    for (const document of [...this.#documents, this.#document]) document.settle();
    this.#documents = this.#documents.filter((document) => !document.isEmpty);
    this.#waiting = 0;
  }

  /** Returns passages that units of this one took the place of. */
  #addUnits(held: HeldPassage, scored: UnitLevels): ReadonlySet<HeldPassage> {
    const released = new Set<HeldPassage>();
    for (let unit = 0; unit < held.units.count; unit += 1) {
      if (held.kept[unit] === 1) {
        this.#addKept(held, unit, scored);
        continue;
      }
      const out = this.#addDropped(held, unit, scored);
      if (out !== undefined) released.add(out);
    }
    return released;
  }

  #addKept(held: HeldPassage, unit: number, scored: UnitLevels): void {
    if (held.isChosen(unit)) this.#least = Math.min(this.#least, scored.levels[unit] ?? 0);
    if (!held.isRemovable(unit)) return;
    const removal = held.removal(unit, scored);
    if (removal.level < PROTECTED_LEVEL) this.#kept.add({ ...removal, held, unit });
  }

  /** Returns the passage of the unit that this one took the place of. */
  #addDropped(held: HeldPassage, unit: number, { levels, costs }: UnitLevels): HeldPassage | undefined {
    const way = held.wayOf(unit);
    const candidates = way && this.#dropped.get(way);
    if (way === undefined || candidates === undefined) return undefined;
    held.candidates += 1;
    const cost = way === 'open' ? this.#lineCost(held, unit) : (costs[unit] ?? 0);
    const out = candidates.add({ level: levels[unit] ?? 0, cost, held, unit, way });
    if (out === undefined) return undefined;
    out.held.candidates -= 1;
    return out.held;
  }

  /** What a line costs without the rest of its group. */
  #lineCost({ passage, units }: HeldPassage, unit: number): number {
    return this.#options.counter.count(passage.text.slice(units.cores[unit], units.ends[unit]));
  }

  drop(passage: Passage): void {
    this.#document.drop(passage);
  }

  flush(): void {}

  endDocument({ holdsTail }: { readonly holdsTail: boolean }): void {
    const document = this.#document;
    document.holdsTail = holdsTail;
    if (!document.isEmpty) this.#documents.push(document);
    this.#document = new SceneDocument(document.ordinal + 1);
  }

  /** What the draft costs with some changes, as its budget counts it. */
  tokens(changes: Changes): number {
    const counted = new OutputTokens(this.#options.counter, this.#options);
    for (const document of this.#documents) {
      counted.push(this.#text(document, changes), document.ordinal);
      counted.endDocument();
    }
    return counted.end().cost;
  }

  #text({ parts, holdsTail }: SceneDocument, changes: Changes): string {
    const written: string[] = [];
    const write = (text: string) => void written.push(text);
    const joiner = new Joiner({ source: write, gap: write }, this.#options.gap);
    for (const part of parts) {
      if (part instanceof DroppedRun) for (const passage of part.passages) joiner.drop(passage);
      else {
        const { units, kept } = withChanges(part, part.kept, changes);
        joiner.passage(part.passage, units, kept);
      }
    }
    joiner.end({ holdsTail, isBare: changes.endsBare });
    return written.join('');
  }
}
