/** Resolves after `turns` turns of the event loop, which gives tests delays without a clock. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Keeps the books on generators: how often each was entered, and left through its `finally`. */
export class Ledger {
  readonly opened: string[] = [];
  readonly closed: string[] = [];

  /** Passes a source through, and notes its beginning and end under `name`. */
  async *pass<T>(
    name: string,
    source: AsyncIterable<T>,
    delay: (item: T) => number = () => 0,
  ): AsyncGenerator<T> {
    this.opened.push(name);
    try {
      for await (const item of source) {
        await turns(delay(item));
        yield item;
      }
    } finally {
      await turns(1);
      this.closed.push(name);
    }
  }

  get balanced(): boolean {
    return JSON.stringify([...this.opened].sort()) === JSON.stringify([...this.closed].sort());
  }
}

export async function* from<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

/** 0, 1, 2, … `count - 1`, calling `onPull` for each number as it is read. */
export async function* numbers(
  count: number,
  onPull: (number: number) => void = () => {},
): AsyncGenerator<number> {
  for (let number = 0; number < count; number++) {
    onPull(number);
    yield number;
  }
}

/** A wait that never ends by itself, and ends with the signal's reason when it aborts. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
