import type { WordFrequencies } from '../../models/lexicon/frequencies.ts';
import { NO_WORD, wordShape } from '../../models/lexicon/word-shape.ts';
import { WordReader } from '../../models/lexicon/words.ts';
import { gapKind, LINE_BREAK, NO_GAP, SENTENCE_END } from './lexical-gaps.ts';

const FIRST_CAPACITY = 1024;
/** Elements before word 0 and behind the last one, so that every word has neighbours. */
export const MARGIN = 3;
/** Words that are longer count as of this length. */
export const MOST_CHARACTERS = 15;
/** How many values places, sentences and repetitions have. */
export const MOST_PLACES = 16;
export const MOST_SENTENCES = 8;
export const REPETITIONS = 3;

/**
 * What is known of each word of a passage. Word `i` is element `MARGIN + i` of each array; only the first `count` words
 * and the margins beside them are valid.
 */
export class PassageWords {
  count = 0;
  starts = new Uint32Array(FIRST_CAPACITY);
  /** Rows of the background table; in the margins the row behind its last. */
  rows = new Uint16Array(FIRST_CAPACITY);
  shapes = new Uint8Array(FIRST_CAPACITY);
  /** Characters (code points), at most 15. */
  lengths = new Uint8Array(FIRST_CAPACITY);
  /** The last three letters, see {@link WordReader.ending}. */
  endings = new Uint16Array(FIRST_CAPACITY);
  /** The gap before each word; that of the margin behind is the gap after the last word. */
  gaps = new Uint8Array(FIRST_CAPACITY);
  /** Words before this one in its sentence, at most 15. */
  places = new Uint8Array(FIRST_CAPACITY);
  /** Sentences before this one's, at most 7. */
  sentences = new Uint8Array(FIRST_CAPACITY);
  /** 0: the word occurs once in the passage; 1: this is the first of several; 2: a later one. */
  repetitions = new Uint8Array(FIRST_CAPACITY);
  novelties = new Float32Array(FIRST_CAPACITY);
  #hashes = new Int32Array(FIRST_CAPACITY);
  /** Places of words by hash, plus one. */
  #slots = new Uint32Array(2 * FIRST_CAPACITY);
  readonly #reader = new WordReader();

  read(text: string, frequencies: WordFrequencies): this {
    const word = this.#reader;
    let at = MARGIN;
    let end = 0;
    let place = 0;
    let sentence = 0;
    let wasInitial = false;
    while (word.next(text, end, text.length)) {
      if (at + MARGIN >= this.starts.length) this.#grow();
      const gap = word.start === 0 ? NO_GAP : gapKind(text, end, word.start);
      const isFirst = at === MARGIN;
      // The full stop of an initial ends no sentence.
      const starts =
        isFirst || (gap === SENTENCE_END && !(wasInitial && !hasLineBreak(text, end, word.start)));
      place = starts ? 0 : place + 1;
      if (starts && !isFirst) sentence += 1;
      const row = frequencies.row(word.hash);
      this.starts[at] = word.start;
      this.rows[at] = row;
      this.shapes[at] = wordShape(word, text, frequencies.share(row), starts);
      this.lengths[at] = Math.min(word.length, MOST_CHARACTERS);
      this.endings[at] = word.ending(text);
      this.gaps[at] = isFirst && gap === SENTENCE_END ? NO_GAP : gap;
      this.places[at] = Math.min(place, MOST_PLACES - 1);
      this.sentences[at] = Math.min(sentence, MOST_SENTENCES - 1);
      this.novelties[at] = frequencies.novelty(word.hash, row);
      this.#hashes[at] = word.hash;
      wasInitial = word.capital && word.length === 1;
      end = word.end;
      at += 1;
    }
    this.count = at - MARGIN;
    this.#endMargins(frequencies.noRow, end < text.length ? gapKind(text, end, text.length) : NO_GAP);
    this.#findRepetitions();
    return this;
  }

  #endMargins(noRow: number, lastGap: number): void {
    const end = MARGIN + this.count;
    for (const [from, to] of [
      [0, MARGIN],
      [end, end + MARGIN],
    ] as const) {
      this.rows.fill(noRow, from, to);
      this.shapes.fill(NO_WORD, from, to);
      this.gaps.fill(NO_GAP, from, to);
    }
    this.gaps[end] = lastGap;
  }

  #findRepetitions(): void {
    const end = MARGIN + this.count;
    const mask = 2 ** Math.ceil(Math.log2(2 * (this.count + 1))) - 1;
    this.#slots.fill(0, 0, mask + 1);
    for (let at = MARGIN; at < end; at += 1) {
      const hash = this.#hashes[at] ?? 0;
      let slot = (hash ^ (hash >>> 15)) & mask;
      let first = this.#slots[slot] ?? 0;
      while (first !== 0 && this.#hashes[first] !== hash) {
        slot = (slot + 1) & mask;
        first = this.#slots[slot] ?? 0;
      }
      if (first === 0) this.#slots[slot] = at;
      else this.repetitions[first] = 1;
      this.repetitions[at] = first === 0 ? 0 : 2;
    }
  }

  #grow(): void {
    const capacity = this.starts.length * 2;
    this.starts = grown(new Uint32Array(capacity), this.starts);
    this.rows = grown(new Uint16Array(capacity), this.rows);
    this.shapes = grown(new Uint8Array(capacity), this.shapes);
    this.lengths = grown(new Uint8Array(capacity), this.lengths);
    this.endings = grown(new Uint16Array(capacity), this.endings);
    this.gaps = grown(new Uint8Array(capacity), this.gaps);
    this.places = grown(new Uint8Array(capacity), this.places);
    this.sentences = grown(new Uint8Array(capacity), this.sentences);
    this.repetitions = grown(new Uint8Array(capacity), this.repetitions);
    this.novelties = grown(new Float32Array(capacity), this.novelties);
    this.#hashes = grown(new Int32Array(capacity), this.#hashes);
    this.#slots = new Uint32Array(2 * capacity);
  }
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array>(
  larger: T,
  from: T,
): T {
  larger.set(from);
  return larger;
}

function hasLineBreak(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (text.charCodeAt(at) === LINE_BREAK) return true;
  return false;
}
