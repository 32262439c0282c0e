import { charOffset } from '../../pipeline/spans.ts';
import { type MediaType, parseMediaType } from '../media-type.ts';
import { tearsPair } from './characters.ts';
import { codeCutter } from './code/code-cutter.ts';
import { csvCutter } from './csv-cutter.ts';
import type { Cutter, View } from './cutter.ts';
import { jsonCutter } from './json/json-cutter.ts';
import { cutLog } from './lines.ts';
import { markdownCutter } from './markdown.ts';
import type { Passage } from './passage.ts';
import { cutProse } from './prose.ts';

export interface SegmenterOptions {
  /** Ordinal of the document in the run. */
  readonly document: number;
  /** Ordinal that the first passage gets; the others count up from it. */
  readonly firstIndex: number;
  readonly mediaType: MediaType;
  /** The title of passages that have no heading above them. @default '' */
  readonly title?: string;
  /** The path or name of the document, of which the extension tells the language of code. @default '' */
  readonly path?: string;
  /** Characters that a passage may have at most, 64 to 4,096. @default 1600 */
  readonly maxPassage?: number;
  /** Whether passages say which white space in them says nothing. @default false */
  readonly findsPadding?: boolean | undefined;
}

/**
 * Divides a text, pushed in chunks of any size, into passages that tile it. A cut depends on nothing but the
 * {@link lookahead} characters from where the passage begins, and on what the cutter kept from passages before.
 */
export class Segmenter {
  readonly #document: number;
  readonly #title: string;
  readonly #max: number;
  readonly #cutter: Cutter;
  readonly #findsPadding: boolean;
  #index: number;
  /** `#text[0]` stands at `#base` in the document; everything before `#at` is in passages already. */
  #text = '';
  #base = 0;
  #at = 0;
  #atLineStart = true;
  #pending: string[] = [];
  #pendingLength = 0;

  constructor(options: SegmenterOptions) {
    const { document, firstIndex, mediaType, title = '', path = '', maxPassage = 1600 } = options;
    this.#findsPadding = options.findsPadding ?? false;
    this.#document = document;
    this.#index = firstIndex;
    this.#title = title;
    this.#max = Math.max(64, Math.min(maxPassage, lookahead / 2));
    this.#cutter = cutters[parseMediaType(mediaType)](path);
  }

  /** Takes the next part of the text and returns the passages that are certain by now. */
  push(chunk: string): Passage[] {
    const passages: Passage[] = [];
    for (let at = 0; at < chunk.length; at += blockCharacters) {
      const part = chunk.length <= blockCharacters ? chunk : chunk.slice(at, at + blockCharacters);
      this.#pending.push(part);
      this.#pendingLength += part.length;
      // Small chunks are joined first: every joining copies what is left of the text.
      if (this.#pendingLength >= lookahead) {
        this.#advance(false, passages);
      }
    }
    return passages;
  }

  /** The rest of the passages, after the last chunk. */
  end(): Passage[] {
    const passages: Passage[] = [];
    this.#advance(true, passages);
    return passages;
  }

  #advance(atEnd: boolean, passages: Passage[]): void {
    this.#text = this.#text.slice(this.#at) + this.#pending.join('');
    this.#base += this.#at;
    this.#at = 0;
    this.#pending = [];
    this.#pendingLength = 0;
    // One more than the lookahead: with exactly as much, the text could end there or go on.
    const least = atEnd ? 1 : lookahead + 1;
    while (this.#text.length - this.#at >= least) {
      passages.push(this.#cut(atEnd));
    }
  }

  #cut(atEnd: boolean): Passage {
    const text = this.#text;
    const start = this.#at;
    const limit = Math.min(start + lookahead, text.length);
    const view: View = {
      text,
      start,
      floor: start + (this.#max >> 3),
      target: start + (this.#max >> 1),
      cap: Math.min(start + this.#max, limit),
      limit,
      atLineStart: this.#atLineStart,
      atEnd: atEnd && limit === text.length,
    };
    const { end: proposed, unitKind, title, units, isData, parts, padding } = this.#cutter(view);
    const end = tearsPair(text, proposed) && proposed > start + 1 ? proposed - 1 : proposed;
    this.#at = end;
    this.#atLineStart = text.charCodeAt(end - 1) === newline;
    const passage = {
      document: this.#document,
      index: this.#index,
      start: charOffset(this.#base + start),
      text: text.slice(start, end),
      unitKind,
      units,
      isData,
      parts,
      padding: this.#findsPadding ? padding : undefined,
      title: title || this.#title,
    };
    this.#index += 1;
    return passage;
  }
}

/** How far from its beginning a passage may look. */
const lookahead = 8192;
const blockCharacters = 65_536;
const newline = 0x0a;

const cutters: Record<MediaType, (path: string) => Cutter> = {
  'text/plain': () => cutProse,
  'text/markdown': markdownCutter,
  'text/html': () => cutProse,
  'text/x-source': codeCutter,
  'application/json': jsonCutter(false),
  'text/x-log': () => cutLog,
  'application/x-ndjson': jsonCutter(true),
  'text/csv': csvCutter,
  'text/tab-separated-values': csvCutter,
};
