import { ROW, type Role, roleOf } from '../segment/outline.ts';
import { Group, type GroupKind, type Member } from './group.ts';
import { costClass, PROTECTED_LEVEL } from './histogram.ts';

/** Before all that is not protected. */
const ROOT_LEVEL = PROTECTED_LEVEL - 1;

/** What an outline adds up to while a document is scored. */
export interface OutlineSink {
  /** Choices that can be made: what they are worth, and what they cost each and together. */
  readonly choice: (level: number, classOfCost: number, tokens: number) => void;
  /** Changes level and cost of a unit that was added before. */
  readonly amend: (position: number, change: { readonly level: number; readonly cost: number }) => void;
  /** Whether the root of a document is worth more than all that is not protected. */
  readonly keepsRoots: boolean;
  /** Tokens that may be spent in all. */
  readonly room: number;
}

/**
 * The containers of a document that are open. Each group becomes a choice of its own, which those who look for the best meet
 * before what stands in it: a group of data is worth as much as the best in it, however deep; one of text is worth what it
 * and the best in it are worth together ({@link Group}).
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

  /** Takes the next unit; gives the cost that is to stand for it. */
  add(code: number, unit: Member): number {
    if (code === ROW && this.#separators === 0) {
      this.#offer(this.#open.at(-1), unit);
      return unit.cost;
    }
    const { role, ends } = roleOf(code);
    for (let count = 0; count < ends; count += 1) this.#close();
    if (role === 'separator') {
      this.#separators += unit.cost;
      return 0;
    }
    const cost = unit.cost + this.#separators;
    this.#separators = 0;
    this.#place(role, { ...unit, cost });
    return cost;
  }

  #place(role: Role, unit: Member): void {
    const group = this.#open.at(-1);
    const kind = KINDS[role];
    if (kind !== undefined) {
      const level = role === 'root' && this.#sink.keepsRoots ? ROOT_LEVEL : unit.level;
      this.#open.push(new Group(kind, { ...unit, level }, group?.room ?? this.#sink.room));
    } else if (role === 'leaf' || role === 'row' || group === undefined) this.#offer(group, unit);
    else {
      group.addPart(unit);
      if (role === 'partOpening') this.#open.push(group);
    }
  }

  /** Ends the document. */
  end(): void {
    while (this.#open.length > 0) this.#close();
    this.#separators = 0;
  }

  /** A unit, or a group that has ended, and can be chosen if what is around it is. */
  #offer(group: Group | undefined, member: Member): void {
    const settled = group === undefined ? member : group.offer(member);
    if (settled !== undefined) this.#settle(group, settled);
  }

  /** A member that is a choice of its own: the best of a `heading` is none, as it comes with its group. */
  #settle(group: Group | undefined, { isGroup, position, level, cost }: Member): void {
    if (isGroup === true) this.#sink.amend(position, { level, cost });
    this.#choose(group, level, costClass(cost), cost);
  }

  /** What stands in a group of text is worth no more than that, which is known only at its end. */
  #choose(group: Group | undefined, level: number, classOfCost: number, tokens: number): void {
    if (group === undefined || !group.isWeighed) this.#sink.choice(level, classOfCost, tokens);
    else group.addChoice(level, classOfCost, tokens);
  }

  #close(): void {
    const group = this.#open.pop();
    const outer = this.#open.at(-1);
    if (group === undefined || outer === group) return;
    const { level, cost, best } = group.close();
    if (best !== undefined) this.#sink.amend(best.position, { level: best.level, cost: 0 });
    for (const choice of group.choices(level)) this.#choose(outer, ...choice);
    this.#offer(outer, { position: group.position, level, cost, isGroup: true });
  }
}

const KINDS: Partial<Record<Role, GroupKind>> = {
  opening: 'data',
  root: 'data',
  block: 'block',
  heading: 'heading',
};
