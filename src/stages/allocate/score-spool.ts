import { ByteCursor } from '../../pipeline/byte-cursor.ts';
import { Spool } from '../../pipeline/spool.ts';

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

  add({ levels, costs }: UnitLevels): void {
    const bytes = new Uint8Array(levels.length * BYTES_A_UNIT);
    bytes.set(levels);
    for (let unit = 0, at = levels.length; unit < levels.length; unit += 1, at += 2) {
      const cost = Math.min(MAX_COST, costs[unit] ?? 0);
      bytes[at] = cost & 0xff;
      bytes[at + 1] = cost >> 8;
    }
    this.#spool.append(bytes);
  }

  /** Reads from the start; passages must be asked for in the order in which they were added. */
  read(): ScoreReader {
    return new ScoreReader(new ByteCursor(this.#spool.read()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#spool.close();
  }
}

export class ScoreReader implements AsyncDisposable {
  readonly #cursor: ByteCursor;

  constructor(cursor: ByteCursor) {
    this.#cursor = cursor;
  }

  /** The levels and costs of the next passage, which has `count` units. */
  async take(count: number): Promise<UnitLevels> {
    const bytes = await this.#cursor.take(count * BYTES_A_UNIT);
    const costs = new Uint32Array(count);
    for (let unit = 0, at = count; unit < count; unit += 1, at += 2)
      costs[unit] = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
    return { levels: bytes.subarray(0, count), costs };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#cursor[Symbol.asyncDispose]();
  }
}
