import type { Charsmap } from './charsmap.ts';
import { clusterEnd } from './clusters.ts';
import { isWhiteSpace, type NormalisedText } from './normalised-text.ts';

/** What a Unigram tokenizer does to a text before it divides it. */
export interface NormaliserOptions {
  readonly charsmap?: Charsmap | undefined;
  /** What a run of two or more spaces becomes. */
  readonly spaces?: string | undefined;
  /** White space at the end of the text is dropped. */
  readonly stripsEnd?: boolean;
}

const SPACE = 0x20;
/** In UTF-8 bytes: as in the original, only shorter clusters are looked up whole. */
const LONG_CLUSTER = 6;

/** Replaces characters and clusters of them as SentencePiece does, without losing their places. */
export class Normaliser {
  readonly #charsmap: Charsmap | undefined;
  readonly #spaces: number | undefined;
  readonly #stripsEnd: boolean;
  /** What the map says of each character that was met: undefined if it stays. */
  readonly #known = new Map<string, string | undefined>();

  constructor({ charsmap, spaces, stripsEnd = false }: NormaliserOptions) {
    this.#charsmap = charsmap;
    this.#spaces = spaces?.charCodeAt(0);
    this.#stripsEnd = stripsEnd;
  }

  /** Writes the normal form of `text` behind what `into` holds. */
  write(text: string, into: NormalisedText): void {
    for (let at = 0; at < text.length; ) {
      const end = clusterEnd(text, at);
      this.#writeCluster(text, at, end, into);
      at = end;
    }
    if (this.#stripsEnd) while (isWhiteSpace(into.units[into.length - 1])) into.length -= 1;
    if (this.#spaces !== undefined) collapseSpaces(into, this.#spaces);
  }

  #writeCluster(text: string, start: number, end: number, into: NormalisedText): void {
    const isSingle = end - start === characterLength(text, start);
    const whole = isSingle ? undefined : this.#clusterReplacement(text.slice(start, end));
    if (whole !== undefined) writeReplacement(whole, text, start, end, into);
    for (let at = whole === undefined ? start : end; at < end; ) {
      const next = at + characterLength(text, at);
      const character = readCharacter(text, at);
      const replacement = this.#characterReplacement(character);
      if (replacement === undefined) into.addCharacter(character, at, next);
      else writeReplacement(replacement, text, at, next, into);
      at = next;
    }
  }

  #clusterReplacement(cluster: string): string | undefined {
    if (Buffer.byteLength(cluster) >= LONG_CLUSTER) return undefined;
    return this.#charsmap?.replacement(cluster);
  }

  #characterReplacement(character: string): string | undefined {
    if (this.#charsmap === undefined) return undefined;
    const known = this.#known.get(character);
    if (known !== undefined || this.#known.has(character)) return known;
    const replacement = this.#charsmap.replacement(character);
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(character, replacement);
    return replacement;
  }
}

const MAX_KNOWN = 65_536;

/** Character by character in the place of the old ones; what is more than they were stands where the last one stood. */
function writeReplacement(
  replacement: string,
  text: string,
  start: number,
  end: number,
  into: NormalisedText,
): void {
  let from = start;
  let to = start + characterLength(text, start);
  for (const character of replacement) {
    into.addCharacter(character, from, to);
    if (to < end) {
      from = to;
      to += characterLength(text, to);
    }
  }
}

/** A run stands where its last space stood. */
function collapseSpaces(text: NormalisedText, becomes: number): void {
  const { units, starts, ends } = text;
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const isInRun = at > 0 && units[at] === SPACE && units[at - 1] === SPACE;
    if (isInRun) length -= 1;
    units[length] = isInRun ? becomes : (units[at] as number);
    starts[length] = starts[at] as number;
    ends[length] = ends[at] as number;
    length += 1;
  }
  text.length = length;
}

function characterLength(text: string, at: number): number {
  return (text.codePointAt(at) as number) > 0xffff ? 2 : 1;
}

/** Half a pair is no character: it is read as the one that stands for such. */
function readCharacter(text: string, at: number): string {
  const code = text.codePointAt(at) as number;
  return String.fromCodePoint(code >= 0xd800 && code <= 0xdfff ? 0xfffd : code);
}
