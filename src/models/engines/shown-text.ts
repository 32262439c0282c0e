import { isNotFound, mayBecomeNotFound } from './prompts.ts';

/** Passes the text of an answer on as it comes, but for white space before it and for word that there is none. */
export class ShownText {
  readonly #show: (text: string) => void;
  #held: string | undefined = '';

  constructor(show: (text: string) => void) {
    this.#show = show;
  }

  add(text: string): void {
    if (this.#held === undefined) {
      this.#show(text);
    } else {
      this.#held += text;
      if (!mayBecomeNotFound(this.#held)) this.#release();
    }
  }

  /** Shows what is still held back. */
  end(): void {
    if (this.#held !== undefined && !isNotFound(this.#held)) this.#release();
  }

  #release(): void {
    const text = (this.#held ?? '').trimStart();
    this.#held = undefined;
    this.#show(text);
  }
}
