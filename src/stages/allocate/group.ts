import { COST_CLASSES, PROTECTED_LEVEL, REPEATED_LEVEL } from './histogram.ts';

/** A unit, or a group of units, as something that can be chosen. */
export interface Member {
  /** The number of its first unit in the spool. */
  readonly position: number;
  readonly level: number;
  readonly cost: number;
  readonly isGroup?: boolean;
  /** Punctuation, which no group is kept for. */
  readonly isMark?: boolean;
}

/** What decides over a group: the best in it, or what it is worth for its cost, by itself or only with something in it. */
export type GroupKind = 'data' | 'block' | 'heading';

/** What a group comes to once it has ended. */
export interface ClosedGroup {
  readonly level: number;
  readonly cost: number;
  /** The member that is kept whenever the group is, and paid with it. */
  readonly best: Member | undefined;
}

/**
 * Units that are kept or dropped as one, and what could be kept besides if they are.
 *
 * A group of text costs tokens that say little: a heading, braces. It is opened where that pays: its level is the highest
 * mean over its own units and the best that stand in it, however many of them. Those are then worth no more than that.
 */
export class Group {
  readonly position: number;
  readonly #kind: GroupKind;
  /** What may be spent on it and on what stands in it, at most. */
  readonly #room: number;
  #cost: number;
  /** The best in it; of a group of data also its own units. */
  #level: number;
  /** Level by cost of its own units. */
  #worth: number;
  #isProtected: boolean;
  #best: Member | undefined;
  /** Tokens that could be kept in it, by level and cost class: see {@link choiceKey}. */
  readonly #choices = new Map<number, number>();

  constructor(kind: GroupKind, { position, level, cost }: Member, room: number) {
    this.#kind = kind;
    this.#room = room;
    this.position = position;
    this.#cost = cost;
    this.#level = level;
    this.#worth = level * cost;
    this.#isProtected = level === PROTECTED_LEVEL;
  }

  /** Whether what stands in it can be worth no more than the group. */
  get isWeighed(): boolean {
    return this.#kind !== 'data';
  }

  /** What may be spent on what stands in it. */
  get room(): number {
    return this.#room - this.#cost;
  }

  addPart({ level, cost }: Member): void {
    this.#cost += cost;
    this.#worth += level * cost;
    this.#level = Math.max(this.#level, level);
    this.#isProtected ||= level === PROTECTED_LEVEL;
  }

  /** Takes what stands directly in it; gives what is now a choice of its own, which may be another. */
  offer(member: Member): Member | undefined {
    const isProtected = member.level === PROTECTED_LEVEL;
    // What is protected stays in any case, and a group of text need not be paid for it.
    if (isProtected && this.isWeighed) return member;
    this.#level = Math.max(this.#level, member.level);
    this.#isProtected ||= isProtected;
    // Nor is a group kept for what is repeated.
    const isNothing = member.isMark === true || member.level === REPEATED_LEVEL;
    if (this.#kind !== 'heading' || isNothing) return member;
    const best = this.#best;
    if (best !== undefined && !this.#isBetter(member, best)) return member;
    this.#best = member;
    return best;
  }

  /** The best is paid with the group: one that there is no room for would take all the rest with it. */
  #isBetter(member: Member, best: Member): boolean {
    const hasRoom = member.cost <= this.room;
    return hasRoom === best.cost <= this.room ? member.level > best.level : hasRoom;
  }

  /** Tokens that could be kept if the group is. */
  addChoice(level: number, classOfCost: number, tokens: number): void {
    const key = choiceKey(level, classOfCost);
    this.#choices.set(key, (this.#choices.get(key) ?? 0) + tokens);
  }

  /** All that was added, but that nothing is worth more than the group. */
  *choices(
    most: number,
  ): Generator<readonly [level: number, classOfCost: number, tokens: number], void, undefined> {
    for (const [key, tokens] of this.#choices) {
      const level = Math.floor(key / COST_CLASSES);
      const capped = level === PROTECTED_LEVEL ? level : Math.min(level, most);
      yield [capped, key % COST_CLASSES, tokens];
    }
  }

  close(): ClosedGroup {
    const best = this.#best;
    const cost = this.#cost + (best?.cost ?? 0);
    const worth = this.#worth + (best === undefined ? 0 : best.level * best.cost);
    return { level: this.#closedLevel(worth, cost), cost, best };
  }

  /** `worth`, `cost`: of what comes with the group in any case. */
  #closedLevel(worth: number, cost: number): number {
    if (this.#isProtected) return PROTECTED_LEVEL;
    if (!this.isWeighed) return this.#level;
    const mean = Math.floor(bestMean(worth, cost, this.#choices));
    // With anything new in it, a group is not repeated.
    return this.#level === REPEATED_LEVEL ? mean : Math.max(REPEATED_LEVEL + 1, mean);
  }
}

/** A level and a class of costs in one number. */
function choiceKey(level: number, classOfCost: number): number {
  return level * COST_CLASSES + classOfCost;
}

/** The highest mean level of what must be taken and the best of what may be. */
function bestMean(mustWorth: number, mustCost: number, choices: ReadonlyMap<number, number>): number {
  let worth = mustWorth;
  let cost = mustCost;
  let lowest = PROTECTED_LEVEL;
  let highest = 0;
  for (const [key, tokens] of choices) {
    const level = Math.floor(key / COST_CLASSES);
    tokensByLevel[level] = (tokensByLevel[level] ?? 0) + tokens;
    lowest = Math.min(lowest, level);
    highest = Math.max(highest, level);
  }
  for (let level = highest; level >= lowest; level -= 1) {
    const tokens = tokensByLevel[level] ?? 0;
    tokensByLevel[level] = 0;
    // Below the mean nothing raises it any more.
    if (level * cost <= worth) continue;
    worth += level * tokens;
    cost += tokens;
  }
  return cost === 0 ? 0 : worth / cost;
}

// Scratch memory for one call, all zero between calls.
const tokensByLevel = new Float64Array(PROTECTED_LEVEL + 1);
