import { strength } from '../assemble/joiner.ts';
import { withoutPadding } from '../segment/padding.ts';
import type { Passage } from '../segment/passage.ts';

/** Characters of white space that are held from each of its ends, and the line breaks between those. */
const LONGEST_END = 1024;
const BREAKS = 2;

/**
 * Passages that were dropped one after the other, as short as what joins their neighbours allows: the white space
 * before the first, the first behind one of them that ends a line, the strongest, and that behind the last. Of white space over many passages only
 * both ends are there: what a draft with such a gap in it costs is then an estimate, and is counted once it is written.
 */
export class DroppedRun {
  #before: Passage | undefined;
  #lineBreak: Passage | undefined;
  #strongest: Passage | undefined;
  #last: Passage | undefined;

  get passages(): readonly Passage[] {
    const lineBreak = this.#lineBreak === this.#strongest ? undefined : this.#lineBreak;
    const held = [this.#before, lineBreak, this.#strongest, this.#last];
    return held.filter((passage) => passage !== undefined);
  }

  add(source: Passage): void {
    const passage = withoutPadding(source);
    const tail = tailOf(passage);
    if (tail.length < passage.text.length) {
      if (this.#last !== undefined && tailOf(this.#last).includes('\n')) this.#lineBreak ??= this.#last;
      if (strengthOf(this.#last) >= strengthOf(this.#strongest)) this.#strongest = this.#last;
      this.#last = { ...passage, text: `.${tail}` };
    } else if (this.#last !== undefined) this.#last = joined(this.#last, passage);
    else this.#before = this.#before === undefined ? passage : joined(this.#before, passage);
  }
}

/** Passages of which the second is white space, as one. */
function joined(first: Passage, second: Passage): Passage {
  return { ...first, text: shortened(first.text + second.text) };
}

/** Both ends of a long text; of what is left out, the line breaks that tell how strongly it parts its neighbours. */
function shortened(text: string): string {
  if (text.length <= 2 * LONGEST_END + BREAKS) return text;
  const breaks = text.slice(LONGEST_END, -LONGEST_END).match(/\n/g) ?? [];
  return text.slice(0, LONGEST_END) + breaks.slice(0, BREAKS).join('') + text.slice(-LONGEST_END);
}

function strengthOf(passage: Passage | undefined): number {
  return passage === undefined ? -1 : strength(tailOf(passage));
}

/** The white space behind a passage. */
export function tailOf({ text }: Passage): string {
  return text.slice(text.trimEnd().length);
}
