import { ByteCursor } from '../../pipeline/byte-cursor.ts';
import { Spool } from '../../pipeline/spool.ts';

/** A unit whose level and cost are known only later, once all that it stands for has been seen. */
interface Amendment {
  readonly position: number;
  readonly level: number;
  readonly cost: number;
}

const BYTES_A_UNIT = 3;
const MAX_COST = 0xffff;

/** The level and the cost of each unit of one passage. */
export interface UnitLevels {
  readonly levels: Uint8Array;
  readonly costs: Uint32Array;
}

/**
 * The score (one byte) and the cost (two) of every scored unit, in source order, spilled to disk beyond a
 * megabyte: what the second reading of the source needs to choose again as the first one did.
 */
export class ScoreSpool implements AsyncDisposable {
  readonly #spool = new Spool();
  readonly #amendments: Amendment[] = [];
  #count = 0;

  /** How many units there are. */
  get count(): number {
    return this.#count;
  }

  add({ levels, costs }: UnitLevels): void {
    const bytes = new Uint8Array(levels.length * BYTES_A_UNIT);
    bytes.set(levels);
    for (let unit = 0, at = levels.length; unit < levels.length; unit += 1, at += 2) {
      const cost = Math.min(MAX_COST, costs[unit] ?? 0);
      bytes[at] = cost & 0xff;
      bytes[at + 1] = cost >> 8;
    }
    this.#spool.append(bytes);
    this.#count += levels.length;
  }

  /** Changes level and cost of the unit that was added as the `position`th; those that are read later see it. */
  amend(position: number, { level, cost }: { readonly level: number; readonly cost: number }): void {
    this.#amendments.push({ position, level, cost: Math.min(MAX_COST, cost) });
  }

  /** Reads from the start; passages must be asked for in the order in which they were added. */
  read(): ScoreReader {
    this.#amendments.sort((one, other) => one.position - other.position);
    return new ScoreReader(new ByteCursor(this.#spool.read()), this.#amendments);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#spool.close();
  }
}

export class ScoreReader implements AsyncDisposable {
  readonly #cursor: ByteCursor;
  readonly #amendments: readonly Amendment[];
  #nextAmendment = 0;
  #position = 0;

  constructor(cursor: ByteCursor, amendments: readonly Amendment[]) {
    this.#cursor = cursor;
    this.#amendments = amendments;
  }

  /** The levels and costs of the next passage, which has `count` units. */
  async take(count: number): Promise<UnitLevels> {
    const bytes = await this.#cursor.take(count * BYTES_A_UNIT);
    const costs = new Uint32Array(count);
    for (let unit = 0, at = count; unit < count; unit += 1, at += 2)
      costs[unit] = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
    const levels = bytes.slice(0, count);
    this.#amend(levels, costs);
    return { levels, costs };
  }

  #amend(levels: Uint8Array, costs: Uint32Array): void {
    const first = this.#position;
    this.#position += levels.length;
    for (;;) {
      const amendment = this.#amendments[this.#nextAmendment];
      if (amendment === undefined || amendment.position >= this.#position) return;
      levels[amendment.position - first] = amendment.level;
      costs[amendment.position - first] = amendment.cost;
      this.#nextAmendment += 1;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#cursor[Symbol.asyncDispose]();
  }
}
