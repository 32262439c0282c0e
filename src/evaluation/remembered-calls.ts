/** Calls of a model whose results are kept until {@link RememberedCalls.forget}, so that a document is scored once for all ratios. */
export class RememberedCalls {
  readonly #results = new Map<string, Promise<unknown>>();
  /** Since when at least one call runs, and how many do. */
  #running = { since: 0, count: 0 };
  #made = { calls: 0, seconds: 0 };
  #savedCalls = 0;

  /** The result of a call that was made with the same key before, or of a new one. A call that fails is not kept. */
  call<T>(key: string, make: () => Promise<T>): Promise<T> {
    const kept = this.#results.get(key) as Promise<T> | undefined;
    if (kept !== undefined) {
      this.#savedCalls += 1;
      return kept;
    }
    const result = this.#timed(make);
    this.#results.set(key, result);
    result.catch(() => this.#results.delete(key));
    return result;
  }

  async #timed<T>(make: () => Promise<T>): Promise<T> {
    if (this.#running.count === 0) this.#running.since = performance.now();
    this.#running.count += 1;
    try {
      return await make();
    } finally {
      this.#running.count -= 1;
      this.#made.calls += 1;
      if (this.#running.count === 0) this.#made.seconds += (performance.now() - this.#running.since) / 1000;
    }
  }

  /** What the calls that were not made since this was last asked would have taken: as many of those that were made did on average. */
  takeSavedSeconds(): number {
    const saved = (this.#savedCalls * this.#made.seconds) / Math.max(1, this.#made.calls);
    this.#savedCalls = 0;
    return saved;
  }

  forget(): void {
    this.#results.clear();
  }
}
