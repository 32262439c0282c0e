/** Text that comes in pieces and ends before the first of some stops. What may be the beginning of one is held back. */
export class StoppedText {
  readonly #stops: readonly string[];
  readonly #show: (text: string) => void;
  #shown = '';
  #held = '';
  #isStopped = false;

  constructor(stops: readonly string[], show: (text: string) => void) {
    this.#stops = stops;
    this.#show = show;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  add(text: string): void {
    if (this.#isStopped) return;
    const all = this.#held + text;
    const end = Math.min(...this.#stops.map((stop) => all.indexOf(stop)).filter((index) => index >= 0));
    this.#isStopped = Number.isFinite(end);
    const ready = this.#isStopped ? end : all.length - this.#heldBack(all);
    this.#held = this.#isStopped ? '' : all.slice(ready);
    this.#pass(all.slice(0, ready));
  }

  /** Shows what was held back; returns the whole text. */
  end(): string {
    this.#pass(this.#held);
    this.#held = '';
    return this.#shown;
  }

  /** How many characters at the end may belong to a stop. */
  #heldBack(text: string): number {
    let most = 0;
    for (const stop of this.#stops)
      for (let length = Math.min(stop.length - 1, text.length); length > most; length--)
        if (text.endsWith(stop.slice(0, length))) most = length;
    return most;
  }

  #pass(text: string): void {
    if (text === '') return;
    this.#shown += text;
    this.#show(text);
  }
}
