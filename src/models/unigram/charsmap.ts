import { PithError } from '../../pipeline/errors.ts';

/**
 * The replacements of a SentencePiece model, compiled into a double array (darts-clone) over UTF-8 bytes, and the
 * texts that its leaves point to, each ended by a zero.
 */
export class Charsmap {
  readonly #nodes: Uint32Array;
  readonly #texts: Buffer;

  /**
   * @param compiled The `precompiled_charsmap` of a tokenizer.json, in base 64.
   * @throws PithError `tokenizer` if it is cut off.
   */
  constructor(compiled: string) {
    const bytes = Buffer.from(compiled, 'base64');
    const size = bytes.length < 4 ? 0 : bytes.readUInt32LE(0);
    if (size === 0 || size % 4 !== 0 || size + 4 > bytes.length) {
      throw new PithError('tokenizer', 'the character map of the tokenizer is damaged', {
        hint: 'fetch the tokenizer.json again',
      });
    }
    this.#nodes = Uint32Array.from({ length: size / 4 }, (_, node) => bytes.readUInt32LE(4 + 4 * node));
    this.#texts = bytes.subarray(4 + size);
  }

  /**
   * What replaces `part`, or undefined if it stays. As in the original, the shortest of its beginnings that the map
   * knows decides about all of it.
   */
  replacement(part: string): string | undefined {
    const nodes = this.#nodes;
    let at = offsetOf(nodes[0] as number);
    for (const byte of Buffer.from(part)) {
      at ^= byte;
      const node = nodes[at];
      if (byte === 0 || node === undefined || (node & (1 << 31)) !== 0 || (node & 0xff) !== byte) {
        return undefined;
      }
      at ^= offsetOf(node);
      if (((node >>> 8) & 1) === 1) return this.#text((nodes[at] as number) & 0x7fff_ffff);
    }
    return undefined;
  }

  #text(start: number): string {
    const end = this.#texts.indexOf(0, start);
    return this.#texts.toString('utf8', start, end < 0 ? this.#texts.length : end);
  }
}

function offsetOf(node: number): number {
  return (node >>> 10) << ((node & (1 << 9)) >>> 6);
}
