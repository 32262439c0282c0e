import { strength } from '../assemble/joiner.ts';
import type { Passage } from '../segment/passage.ts';

/**
 * Passages that were dropped one after the other, as short as what joins their neighbours allows: the white space
 * before the first, the strongest behind one of them, and that behind the last.
 */
export class DroppedRun {
  #before: Passage | undefined;
  #strongest: Passage | undefined;
  #last: Passage | undefined;

  get passages(): readonly Passage[] {
    return [this.#before, this.#strongest, this.#last].filter((passage) => passage !== undefined);
  }

  add(passage: Passage): void {
    const tail = tailOf(passage);
    if (tail.length < passage.text.length) {
      if (strengthOf(this.#last) >= strengthOf(this.#strongest)) this.#strongest = this.#last;
      this.#last = { ...passage, text: `.${tail}` };
    } else if (this.#last !== undefined) this.#last = joined(this.#last, passage);
    else this.#before = this.#before === undefined ? passage : joined(this.#before, passage);
  }
}

function joined(first: Passage, second: Passage): Passage {
  return { ...first, text: first.text + second.text };
}

function strengthOf(passage: Passage | undefined): number {
  return passage === undefined ? -1 : strength(tailOf(passage));
}

/** The white space behind a passage. */
export function tailOf({ text }: Passage): string {
  return text.slice(text.trimEnd().length);
}
