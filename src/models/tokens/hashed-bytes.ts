const seed = 0x811c9dc5 | 0;
const prime = 0x01000193;
/** What a lone half of a surrogate pair counts as. */
const replacement = 0xfffd;

/** FNV-1a, with its high bits brought down to where tables look. */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = seed;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), prime);
  return mixed(hash);
}

/** A text as UTF-8 and the hash of it, in memory that is used again for the next one: nothing is left to collect. */
export class HashedBytes {
  bytes = new Uint8Array(1024);
  length = 0;
  hash = 0;

  /** Takes `text.slice(start, end)`. */
  take(text: string, start: number, end: number): void {
    // A UTF-16 unit takes three bytes at most.
    if (this.bytes.length < 3 * (end - start)) this.bytes = new Uint8Array(6 * (end - start));
    const { bytes } = this;
    let hash = seed;
    let length = 0;
    for (let at = start; at < end; at++) {
      const unit = text.charCodeAt(at);
      if (unit > 0x7f) {
        this.#takeWide(text, start, end);
        return;
      }
      bytes[length++] = unit;
      hash = Math.imul(hash ^ unit, prime);
    }
    this.length = length;
    this.hash = mixed(hash);
  }

  /** The same for any text. */
  #takeWide(text: string, start: number, end: number): void {
    let length = 0;
    for (let at = start; at < end; at++) {
      const point = pointAt(text, at, end);
      if (point > 0xffff) at++;
      length = this.#write(point, length);
    }
    this.length = length;
    this.hash = hashOf(this.bytes, 0, length);
  }

  #write(point: number, length: number): number {
    const { bytes } = this;
    let at = length;
    if (point < 0x80) {
      bytes[at++] = point;
      return at;
    }
    if (point < 0x800) bytes[at++] = 0xc0 | (point >> 6);
    else {
      if (point < 0x1_0000) bytes[at++] = 0xe0 | (point >> 12);
      else {
        bytes[at++] = 0xf0 | (point >> 18);
        bytes[at++] = 0x80 | ((point >> 12) & 0x3f);
      }
      bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
    }
    bytes[at++] = 0x80 | (point & 0x3f);
    return at;
  }
}

function pointAt(text: string, at: number, end: number): number {
  const point = text.codePointAt(at) ?? replacement;
  const isTorn = point > 0xffff && at + 1 === end;
  return isTorn || (point >= 0xd800 && point <= 0xdfff) ? replacement : point;
}

function mixed(hash: number): number {
  return hash ^ (hash >>> 15);
}
