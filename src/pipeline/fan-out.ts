import { PithError } from './errors.ts';

interface Branch<T> {
  /** Items that other branches have read, and this one has not. */
  readonly queue: T[];
  closed: boolean;
  /** Whether somebody waits for what the branch makes of the items. */
  wanted: boolean;
}

/**
 * Gives every item of one source to several readers, each at its own pace. A reader that is `buffer` items
 * ahead of another waits for it. If the other will not read on, because its output waits for the first
 * reader's, then the wait would never end, and the first reader fails instead.
 */
export class FanOut<T> {
  /** One reader of all items for each branch. */
  readonly readers: readonly AsyncIterable<T>[];
  readonly #name: string;
  readonly #source: AsyncIterator<T>;
  readonly #buffer: number;
  readonly #branches: readonly Branch<T>[];
  #pull: Promise<void> | undefined;
  #exhausted = false;
  #changed: Promise<void> | undefined;
  #announce = (): void => {};

  /** @param name of the tee, for messages. */
  constructor(name: string, source: AsyncIterator<T>, count: number, buffer: number) {
    this.#name = name;
    this.#source = source;
    this.#buffer = buffer;
    this.#branches = Array.from({ length: count }, () => ({ queue: [], closed: false, wanted: false }));
    this.readers = this.#branches.map((branch) => ({
      [Symbol.asyncIterator]: () => ({
        next: () => this.#take(branch),
        return: () => this.#close(branch),
      }),
    }));
  }

  /** Says whether the output of a branch is being waited for. */
  setWanted(index: number, wanted: boolean): void {
    const branch = this.#branches[index];
    if (branch !== undefined) branch.wanted = wanted;
    this.#change();
  }

  async #take(branch: Branch<T>): Promise<IteratorResult<T, undefined>> {
    for (;;) {
      if (branch.queue.length > 0) {
        const value = branch.queue.shift() as T;
        this.#change();
        return { done: false, value };
      }
      if (branch.closed || this.#exhausted) return { done: true, value: undefined };
      const behind = this.#branches.filter(({ queue }) => queue.length >= this.#buffer);
      if (behind.length === 0) await this.#pullOnce();
      else if (branch.wanted && behind.some(({ wanted }) => !wanted)) throw this.#tooFarAhead(branch);
      else await this.#nextChange();
    }
  }

  async #close(branch: Branch<T>): Promise<IteratorResult<T, undefined>> {
    branch.closed = true;
    branch.queue.length = 0;
    this.#change();
    if (this.#branches.every(({ closed }) => closed) && !this.#exhausted) await this.#source.return?.();
    return { done: true, value: undefined };
  }

  /** Reads one item for everybody; readers that come while it is under way share it. */
  #pullOnce(): Promise<void> {
    this.#pull ??= this.#pullItem().finally(() => {
      this.#pull = undefined;
    });
    return this.#pull;
  }

  async #pullItem(): Promise<void> {
    const next = await this.#source.next();
    if (next.done) this.#exhausted = true;
    else for (const branch of this.#branches) if (!branch.closed) branch.queue.push(next.value);
  }

  #nextChange(): Promise<void> {
    this.#changed ??= new Promise((resolve) => {
      this.#announce = resolve;
    });
    return this.#changed;
  }

  #change(): void {
    this.#changed = undefined;
    this.#announce();
  }

  #tooFarAhead(branch: Branch<T>): PithError {
    const position = this.#branches.indexOf(branch) + 1;
    return new PithError(
      'usage',
      `Branch ${position} of tee ${this.#name} wants to read over ${this.#buffer} items before its next output.`,
      { hint: 'Give the tee a larger `buffer`, or take the stage that reads so far ahead out of it.' },
    );
  }
}
