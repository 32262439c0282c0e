import { roleOf } from '../segment/outline.ts';
import { PROTECTED_LEVEL } from './histogram.ts';
import type { ScoreSpool } from './score-spool.ts';

/** Before all that is not protected. */
const ROOT_LEVEL = PROTECTED_LEVEL - 1;

/** A group of units that are kept or dropped as one: what it costs, and what the best in it is worth. */
interface Group {
  /** The number of its first unit in the spool. */
  readonly position: number;
  level: number;
  cost: number;
}

/** What an outline adds up to while a document is scored. */
export interface OutlineSink {
  /** A choice that can be made: its worth and its cost. */
  readonly choice: (level: number, cost: number) => void;
  readonly spool: ScoreSpool;
  /** Whether the root of a document is worth more than all that is not protected. */
  readonly keepsRoots: boolean;
}

/**
 * The containers of a document that are open. A group is worth as much as the best that stands in it, however deep, so
 * that whoever looks for the best finds the groups around it first.
 */
export class OpenGroups {
  readonly #sink: OutlineSink;
  /** The group of each open container, the innermost last; several containers may share one. */
  readonly #open: Group[] = [];
  /** The cost of the separators before the next unit. */
  #separators = 0;

  constructor(sink: OutlineSink) {
    this.#sink = sink;
  }

  /** Takes the next unit, which is the `position`th of the spool; gives the cost that is to stand there. */
  add(byte: number, unit: Group): number {
    const { role, ends } = roleOf(byte);
    for (let count = 0; count < ends; count += 1) this.#close();
    if (role === 'separator') {
      this.#separators += unit.cost;
      return 0;
    }
    const cost = unit.cost + this.#separators;
    this.#separators = 0;
    const group = this.#open.at(-1);
    if (role === 'opening') this.#open.push({ ...unit, cost });
    else if (role === 'root')
      this.#open.push({ ...unit, cost, level: this.#sink.keepsRoots ? ROOT_LEVEL : unit.level });
    else if (role === 'leaf' || role === 'row' || group === undefined) {
      this.#sink.choice(unit.level, cost);
      if (group !== undefined) group.level = Math.max(group.level, unit.level);
    } else {
      group.cost += cost;
      group.level = Math.max(group.level, unit.level);
      if (role === 'partOpening') this.#open.push(group);
    }
    return cost;
  }

  /** Ends the document. */
  end(): void {
    while (this.#open.length > 0) this.#close();
    this.#separators = 0;
  }

  #close(): void {
    const group = this.#open.pop();
    const outer = this.#open.at(-1);
    if (group === undefined || outer === group) return;
    this.#sink.choice(group.level, group.cost);
    this.#sink.spool.amend(group.position, group);
    if (outer !== undefined) outer.level = Math.max(outer.level, group.level);
  }
}
