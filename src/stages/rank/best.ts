/** The `limit` highest-scored passages of a stream, ties to the earlier one. A binary heap, lowest on top. */
export class Best {
  readonly #limit: number;
  readonly #passages: number[] = [];
  readonly #scores: number[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(passage: number, score: number): void {
    if (this.#passages.length < this.#limit) {
      this.#passages.push(passage);
      this.#scores.push(score);
      this.#rise(this.#passages.length - 1);
    } else if (this.#limit > 0 && score > (this.#scores[0] ?? 0)) {
      this.#passages[0] = passage;
      this.#scores[0] = score;
      this.#sink(0);
    }
  }

  /** Passage to score, in source order. */
  entries(): Map<number, number> {
    const order = this.#passages.map((passage, at) => [passage, this.#scores[at] ?? 0] as const);
    return new Map(order.sort((a, b) => a[0] - b[0]));
  }

  #isBelow(a: number, b: number): boolean {
    const difference = (this.#scores[a] ?? 0) - (this.#scores[b] ?? 0);
    return difference < 0 || (difference === 0 && (this.#passages[a] ?? 0) > (this.#passages[b] ?? 0));
  }

  #rise(start: number): void {
    let at = start;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBelow(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(start: number): void {
    let at = start;
    for (;;) {
      const left = 2 * at + 1;
      let lowest = at;
      if (left < this.#passages.length && this.#isBelow(left, lowest)) lowest = left;
      if (left + 1 < this.#passages.length && this.#isBelow(left + 1, lowest)) lowest = left + 1;
      if (lowest === at) return;
      this.#swap(at, lowest);
      at = lowest;
    }
  }

  #swap(a: number, b: number): void {
    [this.#passages[a], this.#passages[b]] = [this.#passages[b] ?? 0, this.#passages[a] ?? 0];
    [this.#scores[a], this.#scores[b]] = [this.#scores[b] ?? 0, this.#scores[a] ?? 0];
  }
}
