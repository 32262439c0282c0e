import { charOffset, type Span } from '../../pipeline/spans.ts';

/** A sentence to be hidden in a text. */
export interface Planted {
  readonly sentence: string;
  /** From 0 (the beginning) to 1 (the end). */
  readonly depth: number;
}

/**
 * Puts sentences into a text, each before the first sentence that begins at its depth or later.
 *
 * @returns the text, and where each of the sentences stands in it, in their order.
 */
export function plant(
  text: string,
  planted: readonly Planted[],
): { readonly text: string; readonly spans: readonly Span[] } {
  const borders = [...text.matchAll(/(?<=[.!?]\s+)(?=\p{Lu})/gu)].map(({ index }) => index);
  const places = planted.map(({ sentence, depth }, ordinal) => ({
    sentence,
    ordinal,
    at: borders.find((border) => border >= depth * text.length) ?? text.length,
  }));
  const spans: Span[] = [];
  let written = '';
  let from = 0;
  for (const { sentence, ordinal, at } of places.toSorted((a, b) => a.at - b.at || a.ordinal - b.ordinal)) {
    written += text.slice(from, at);
    spans[ordinal] = [charOffset(written.length), charOffset(written.length + sentence.length)];
    written += `${sentence} `;
    from = at;
  }
  return { text: written + text.slice(from), spans };
}
