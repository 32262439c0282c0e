import type { Tokenizer } from '@huggingface/tokenizers';
import { PithError } from '../../pipeline/errors.ts';
import { PieceBuffer, type Pieces, type PieceTokenizer } from '../wordpiece/pieces.ts';

/**
 * Byte-level BPE, the tokenizer of RoBERTa, with offsets. The library gives none; but its tokens spell each byte of
 * the text as one character, so that their lengths tell where they stand.
 */
export class ByteLevel implements PieceTokenizer {
  readonly #tokenizer: Tokenizer;
  readonly #pieces = new PieceBuffer();

  constructor(tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer;
  }

  encode(given: string): Pieces {
    // Half a pair has no bytes of its own.
    const text = given.replace(/\p{Surrogate}/gu, '\ufffd');
    const encoded = this.#tokenizer.encode(text, { add_special_tokens: false });
    const tokens: readonly string[] = encoded.tokens;
    const ids: readonly number[] = encoded.ids;
    const places = bytePlaces(text);
    const bytes = tokens.reduce((sum, token) => sum + token.length, 0);
    // A space that the tokenizer puts before the text stands where its first character does.
    let at = places.length - 1 - bytes;
    if (at !== 0 && at !== -1) {
      throw new PithError('tokenizer', 'the pieces of a byte-level tokenizer do not spell its text', {
        hint: 'it has a normalizer that pith does not know',
      });
    }
    for (const [piece, token] of tokens.entries()) {
      const start = places[Math.max(0, at)] as number;
      at += token.length;
      // A piece may end within a character, which then belongs to it and to the next.
      let last = Math.min(Math.max(at, 1), places.length - 1);
      while (last < places.length - 1 && places[last] === places[last - 1]) last += 1;
      this.#pieces.add(ids[piece] as number, start, places[last] as number, 1);
    }
    return this.#pieces.take();
  }
}

/** For each byte of a text in UTF-8 the UTF-16 offset of the character that it belongs to, and the length. */
function bytePlaces(text: string): Uint32Array {
  const places = new Uint32Array(Buffer.byteLength(text) + 1);
  let byte = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) as number;
    const length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    places.fill(at, byte, byte + length);
    byte += length;
    at += code > 0xffff ? 2 : 1;
  }
  places[byte] = text.length;
  return places;
}
