import { ByteCursor } from '../../pipeline/byte-cursor.ts';
import { Spool } from '../../pipeline/spool.ts';

/** A part of a passage that says again what stands before it in the input. */
export interface Repetition {
  /** Offsets into the passage. */
  readonly start: number;
  readonly end: number;
  /** The passage that said it first, as far as that is remembered. */
  readonly first: number;
  /** 0 where the same is said; otherwise how many lines of a log there were before that differ in their values alone. */
  readonly alike: number;
}

const BYTES = 20;

/** The repetitions of a run in source order, spilled to disk when they are many. */
export class RepetitionSpool implements AsyncDisposable {
  readonly #spool = new Spool();

  /** Adds those of a passage. */
  add(passage: number, repetitions: readonly Repetition[]): void {
    const view = new DataView(new ArrayBuffer(BYTES * repetitions.length));
    for (const [at, { start, end, first, alike }] of repetitions.entries())
      for (const [place, value] of [passage, start, end, first, alike].entries())
        view.setUint32(BYTES * at + 4 * place, value, true);
    this.#spool.append(new Uint8Array(view.buffer));
  }

  /** Reads from the start. */
  read(): RepetitionReader {
    return new RepetitionReader(new ByteCursor(this.#spool.read()), this.#spool.size / BYTES);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#spool.close();
  }
}

/** Goes along the repetitions beside the passages of a run, which must come in source order. */
export class RepetitionReader implements AsyncDisposable {
  readonly #cursor: ByteCursor;
  #left: number;
  #next: (Repetition & { readonly passage: number }) | undefined;

  constructor(cursor: ByteCursor, count: number) {
    this.#cursor = cursor;
    this.#left = count;
  }

  /** Those of a passage, in source order. */
  async of(passage: number): Promise<readonly Repetition[]> {
    const found: Repetition[] = [];
    for (;;) {
      this.#next ??= await this.#take();
      if (this.#next === undefined || this.#next.passage > passage) return found;
      if (this.#next.passage === passage) found.push(this.#next);
      this.#next = undefined;
    }
  }

  async #take() {
    if (this.#left === 0) return undefined;
    this.#left -= 1;
    const bytes = await this.#cursor.take(BYTES);
    const view = new DataView(bytes.buffer, bytes.byteOffset, BYTES);
    const value = (place: number) => view.getUint32(4 * place, true);
    return { passage: value(0), start: value(1), end: value(2), first: value(3), alike: value(4) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#cursor[Symbol.asyncDispose]();
  }
}
