import type { ExplainedPassage } from '../stages/explain/explained-passage.ts';

/**
 * Which passages a view of limited length shows. An input of no more than `limit` characters is shown whole. Of a longer
 * one, passages of which nothing is kept are only counted, and the others are shown until `limit` characters are.
 */
export class ShownPassages {
  readonly #limit: number;
  readonly #isWhole: boolean;
  #shown = 0;

  constructor(limit: number, inputChars: number) {
    this.#limit = limit;
    this.#isWhole = inputChars <= limit;
  }

  /** Whether nothing more is shown. */
  get isFull(): boolean {
    return !this.#isWhole && this.#shown >= this.#limit;
  }

  /** Asked for each passage once, in source order. */
  shows(passage: ExplainedPassage): boolean {
    if (this.#isWhole) return true;
    if (this.isFull || !keepsWords(passage)) return false;
    this.#shown += passage.text.length;
    return true;
  }
}

/** Of a passage whose words are all dropped, white space may be left that stands between others. */
export function keepsWords({ units, fate }: ExplainedPassage): boolean {
  return fate === 'copied' || units.some(({ kept }) => kept);
}

/** What a view is made of: passages that are shown, and how many are not between them or at its end. */
export type ShownPart =
  | { readonly type: 'passage'; readonly passage: ExplainedPassage }
  | { readonly type: 'dropped'; readonly passages: number; readonly characters: number }
  | { readonly type: 'rest'; readonly passages: number; readonly characters: number };

/** How much there is in all. */
export interface Extent {
  readonly passages: number;
  readonly characters: number;
}

/** The parts of a view in order; reads no further than it shows. `total`: of all passages. */
export async function* shownParts(
  passages: AsyncIterable<ExplainedPassage>,
  shown: ShownPassages,
  total: Extent,
): AsyncGenerator<ShownPart, void, undefined> {
  let seen: Extent = { passages: 0, characters: 0 };
  let dropped: Extent = { passages: 0, characters: 0 };
  for await (const passage of passages) {
    if (shown.isFull) break;
    seen = extended(seen, passage);
    if (!shown.shows(passage)) {
      dropped = extended(dropped, passage);
      continue;
    }
    if (dropped.passages > 0) yield { type: 'dropped', ...dropped };
    dropped = { passages: 0, characters: 0 };
    yield { type: 'passage', passage };
  }
  if (dropped.passages > 0) yield { type: 'dropped', ...dropped };
  const rest = { passages: total.passages - seen.passages, characters: total.characters - seen.characters };
  if (rest.passages > 0) yield { type: 'rest', ...rest };
}

function extended({ passages, characters }: Extent, { text }: ExplainedPassage): Extent {
  return { passages: passages + 1, characters: characters + text.length };
}
