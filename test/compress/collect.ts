import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import type { Compression } from '../../src/compress/compression.ts';
import type { TextDocument } from '../../src/stages/document.ts';

/** All that is left of one document, read to the end. */
export interface Collected {
  readonly id: string;
  readonly text: string;
  readonly spans: readonly (readonly [start: number, end: number])[];
  readonly gaps: readonly (readonly [position: number, length: number])[];
  readonly length: number;
  readonly outputTokens: number;
}

export async function collect(result: Compression): Promise<Collected[]> {
  const all: Collected[] = [];
  for await (const { id, length, outputTokens, ...document } of result.documents()) {
    const text = await joined(document.text());
    const spans: (readonly [number, number])[] = [];
    for await (const span of document.spans()) spans.push(span);
    const gaps: (readonly [number, number])[] = [];
    for await (const gap of document.gaps()) gaps.push(gap);
    all.push({ id, text, spans, gaps, length, outputTokens });
  }
  return all;
}

export async function joined(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

export async function outputOf(result: Compression): Promise<string> {
  return joined(result.text());
}

/** What the text must be: the spans cut from the source, and the gap marker wherever `gaps` says. */
export function rebuild(
  source: string,
  { spans, gaps }: Pick<Collected, 'spans' | 'gaps'>,
  gap = '',
): string {
  let text = spans.map(([start, end]) => source.slice(start, end)).join('');
  for (const [position] of gaps) text = text.slice(0, position) + gap + text.slice(position);
  return text;
}

/** Documents joined as the whole output joins them: each begins on a line of its own. */
export function joinDocuments(texts: readonly string[]): string {
  return texts
    .filter((text) => text !== '')
    .reduce((all, text) => (all === '' || all.endsWith('\n') ? all + text : `${all}\n${text}`), '');
}

/** Tokens by a tokenizer that shares nothing with pith's but the table. */
export function countTokens(text: string): number {
  return encode(text, { disallowedSpecial: new Set() }).length;
}

/** A document that yields its text in chunks that end at `cuts`. */
export function chunkedDocument(document: TextDocument, text: string, cuts: readonly number[]): TextDocument {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  return {
    ...document,
    async *open() {
      for (const [at, end] of places.slice(1).entries()) yield text.slice(places[at], end);
    },
  };
}
