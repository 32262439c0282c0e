/** What one stage has done so far. */
export interface StageCounters {
  /** Where the stage stands in the graph, unique in it: `rank`, or `scores/2/rank` in a tee's second branch. */
  readonly path: string;
  readonly name: string;
  /** Items taken from upstream. */
  readonly itemsIn: number;
  /** Items handed on. */
  readonly itemsOut: number;
  /** Characters, as the stage itself counted them through `context.count`. */
  readonly characters: number;
  /** Tokens, as the stage itself counted them through `context.count`. */
  readonly tokens: number;
  /** Wall time in which the stage worked: neither waiting for input nor idle until its output was wanted. */
  readonly busySeconds: number;
  /** Wall time in which the stage could only wait for its input. */
  readonly waitingSeconds: number;
}

/** What a stage adds to its counters. */
export interface CountIncrement {
  readonly characters?: number | undefined;
  readonly tokens?: number | undefined;
}

/**
 * Keeps the counters of one stage. Its time divides by three facts: is its output wanted, is it pulling
 * its input, and does it have work of its own under way. A stage that has none of the three is idle.
 */
export class Meter {
  readonly path: string;
  readonly name: string;
  readonly #now: () => number;
  #itemsIn = 0;
  #itemsOut = 0;
  #characters = 0;
  #tokens = 0;
  #wanted = 0;
  #pulling = 0;
  #working = 0;
  #since = 0;
  #busy = 0;
  #waiting = 0;

  /** @param now a clock in milliseconds that never goes back. */
  constructor(path: string, name: string, now: () => number) {
    this.path = path;
    this.name = name;
    this.#now = now;
  }

  took(): void {
    this.#itemsIn++;
  }

  handedOn(): void {
    this.#itemsOut++;
  }

  count({ characters = 0, tokens = 0 }: CountIncrement): void {
    this.#characters += characters;
    this.#tokens += tokens;
  }

  /** Downstream began (1) or ceased (-1) to wait for this stage's output. */
  wanted(change: 1 | -1): void {
    this.#advance();
    this.#wanted += change;
  }

  /** The stage began (1) or ceased (-1) to wait for its input. */
  pulling(change: 1 | -1): void {
    this.#advance();
    this.#pulling += change;
  }

  /** A task of the stage's own, which overlaps its waiting, began (1) or ended (-1). */
  working(change: 1 | -1): void {
    this.#advance();
    this.#working += change;
  }

  snapshot(): StageCounters {
    this.#advance();
    return {
      path: this.path,
      name: this.name,
      itemsIn: this.#itemsIn,
      itemsOut: this.#itemsOut,
      characters: this.#characters,
      tokens: this.#tokens,
      busySeconds: this.#busy / 1000,
      waitingSeconds: this.#waiting / 1000,
    };
  }

  #advance(): void {
    const now = this.#now();
    const elapsed = now - this.#since;
    this.#since = now;
    if (this.#working > 0) this.#busy += elapsed;
    else if (this.#pulling > 0) this.#waiting += elapsed;
    else if (this.#wanted > 0) this.#busy += elapsed;
  }
}
