import { PithError } from '../../pipeline/errors.ts';
import { CharacterReader, type Folding, surface } from './characters.ts';
import { PieceBuffer, type Pieces, type PieceTokenizer } from './pieces.ts';
import { VocabularyTrie } from './vocabulary-trie.ts';

const maxWordLength = 100;

// Classes of UTF-16 units. Letters and digits of ASCII carry their surface bits (1, 2, 4).
const wordBits = surface.digit | surface.upper | surface.lower;
const isolatedUnit = 8;
const spaceUnit = 16;
const otherUnit = 32;

export interface WordPieceOptions {
  /** Reads capitals as small letters. @default true */
  readonly lowerCase?: boolean;
  /** Reads letters without their accents. @default what `lowerCase` is */
  readonly stripsAccents?: boolean;
}

/**
 * The BERT tokenizer, uncased by default, with offsets: the same ids and offsets as HuggingFace's `tokenizers`
 * gives for `BertNormalizer` + `BertPreTokenizer` + `WordPiece`, but without special tokens.
 *
 * Lone surrogates count as U+FFFD, and are dropped with the other characters that BERT drops.
 */
export class WordPiece implements PieceTokenizer {
  readonly #trie: VocabularyTrie;
  readonly #unknown: number;
  readonly #pieces = new PieceBuffer();
  readonly #characters: CharacterReader;
  readonly #asciiUnits: Uint16Array;
  // The word at hand in its folded form, unit by unit, with the source character of each.
  readonly #units = new Uint16Array(4 * maxWordLength);
  readonly #unitStarts = new Uint32Array(4 * maxWordLength);
  readonly #unitEnds = new Uint32Array(4 * maxWordLength);

  /**
   * @param vocabularyLines The lines of a vocab.txt: line `i` is the piece with id `i`.
   * @throws PithError `tokenizer` if there is no `[UNK]` among them.
   */
  constructor(vocabularyLines: readonly string[], options: WordPieceOptions = {}) {
    const { lowerCase = true, stripsAccents = lowerCase } = options;
    const folding = { lowerCase, stripsAccents };
    this.#characters = new CharacterReader(folding);
    this.#asciiUnits = asciiUnits(folding);
    this.#unknown = vocabularyLines.indexOf('[UNK]');
    if (this.#unknown < 0) throw new PithError('tokenizer', 'the WordPiece vocabulary has no [UNK]');
    this.#trie = new VocabularyTrie(vocabularyLines);
  }

  /** Splits a text into word pieces. */
  encode(text: string): Pieces {
    let at = 0;
    while (at < text.length) {
      const unit = unitClasses[text.charCodeAt(at)] as number;
      if (unit === spaceUnit) at++;
      else if (unit === isolatedUnit) this.#addAscii(text, at, ++at, 1);
      else at = unit === otherUnit ? this.#readOther(text, at) : this.#readAscii(text, at);
    }
    return this.#pieces.take();
  }

  /** Reads a word that starts with a letter or digit of ASCII; returns where it ends. */
  #readAscii(text: string, start: number): number {
    const first = unitClasses[text.charCodeAt(start)] as number;
    let bits = first;
    let end = start + 1;
    let unit = spaceUnit;
    while (end < text.length) {
      unit = unitClasses[text.charCodeAt(end)] as number;
      if ((unit & wordBits) === 0) break;
      bits |= unit;
      end++;
    }
    if (end < text.length && unit === otherUnit) return this.#readWord(text, start);
    this.#addAscii(text, start, end, surfaceType(bits, first, end - start));
    return end;
  }

  /** Reads a word or an isolated character from one that is not plain ASCII; returns where it ends. */
  #readOther(text: string, start: number): number {
    const code = text.codePointAt(start) as number;
    const character = this.#characters.read(code);
    if (character.kind === 'word') return this.#readWord(text, start);
    const end = start + (code > 0xffff ? 2 : 1);
    if (character.kind === 'isolated') {
      this.#addFolded(this.#fold(character.text, 0, start, end), character.length, start, end, 1);
    }
    return end;
  }

  /** Reads a word of any characters, folding them; returns where it ends. */
  #readWord(text: string, start: number): number {
    let at = start;
    let units = 0;
    let folded = 0;
    let written = 0;
    let bits = 0;
    let first = 0;
    let end = start;
    while (at < text.length) {
      const code = text.codePointAt(at) as number;
      const character = this.#characters.read(code);
      if (character.kind === 'space' || character.kind === 'isolated') break;
      const next = at + (code > 0xffff ? 2 : 1);
      if (character.kind === 'word') {
        if (written++ === 0) first = character.surface;
        bits |= character.surface;
        folded += character.length;
        // A word that is too long becomes [UNK] whatever it holds: only its end matters.
        if (folded <= maxWordLength) units = this.#fold(character.text, units, at, next);
        end = next;
      }
      at = next;
    }
    this.#addFolded(units, folded, start, end, surfaceType(bits, first, written));
    return at;
  }

  #fold(folded: string, units: number, start: number, end: number): number {
    for (let i = 0; i < folded.length; i++) {
      this.#units[units + i] = folded.charCodeAt(i);
      this.#unitStarts[units + i] = start;
      this.#unitEnds[units + i] = end;
    }
    return units + folded.length;
  }

  /** Adds the pieces of a word of ASCII: the longest first piece, then the longest that continues it, and so on. */
  #addAscii(text: string, start: number, end: number, type: number): void {
    const trie = this.#trie;
    const ids = trie.ids;
    const units = this.#asciiUnits;
    const before = this.#pieces.count;
    let from = end - start > maxWordLength ? -1 : start;
    let root: number = trie.wordRoot;
    while (from >= 0 && from < end) {
      let id = -1;
      let to = -1;
      let node = root;
      for (let at = from; at < end; at++) {
        node = trie.step(node, units[text.charCodeAt(at)] as number);
        if (node === 0) break;
        if ((ids[node] as number) >= 0) {
          id = ids[node] as number;
          to = at + 1;
        }
      }
      if (id >= 0) this.#pieces.add(id, from, to, type);
      from = to;
      root = trie.pieceRoot;
    }
    if (from < 0) this.#addUnknown(before, start, end, type);
  }

  /** The same for a word in `#units`. */
  #addFolded(units: number, length: number, start: number, end: number, type: number): void {
    const trie = this.#trie;
    const before = this.#pieces.count;
    let from = length > maxWordLength ? -1 : 0;
    let root: number = trie.wordRoot;
    while (from >= 0 && from < units) {
      let id = -1;
      let to = -1;
      let node = root;
      for (let at = from; at < units; at++) {
        node = trie.step(node, this.#units[at] as number);
        if (node === 0) break;
        if ((trie.ids[node] as number) >= 0) {
          id = trie.ids[node] as number;
          to = at + 1;
        }
      }
      if (id >= 0)
        this.#pieces.add(id, this.#unitStarts[from] as number, this.#unitEnds[to - 1] as number, type);
      from = to;
      root = trie.pieceRoot;
    }
    if (from < 0) this.#addUnknown(before, start, end, type);
  }

  #addUnknown(before: number, start: number, end: number, type: number): void {
    this.#pieces.truncate(before);
    this.#pieces.add(this.#unknown, start, end, type);
  }
}

function surfaceType(bits: number, first: number, length: number): number {
  if ((bits & surface.digit) !== 0) return 4;
  if (length >= 2 && (bits & surface.upper) !== 0 && (bits & surface.lower) === 0) return 3;
  return first === surface.upper ? 2 : 1;
}

/** What each character of ASCII is read as. */
function asciiUnits({ lowerCase }: Folding): Uint16Array {
  return Uint16Array.from({ length: 128 }, (_, code) => {
    const char = String.fromCharCode(code);
    return (lowerCase ? char.toLowerCase() : char).charCodeAt(0);
  });
}

const unitClasses = new Uint8Array(65_536).fill(otherUnit);
const ascii = new CharacterReader({ lowerCase: false, stripsAccents: false });
for (let code = 0; code < 128; code++) {
  const { kind, surface: bits } = ascii.read(code);
  if (kind === 'word') unitClasses[code] = bits;
  if (kind === 'space') unitClasses[code] = spaceUnit;
  if (kind === 'isolated') unitClasses[code] = isolatedUnit;
}
