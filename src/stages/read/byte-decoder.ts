import { isUtf8 } from 'node:buffer';

export interface DecodeFindings {
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  readonly byteOrderMark: boolean;
  /** How many U+FFFD were written for bytes that are no text. */
  readonly invalid: number;
  /** Byte offset of the first of them, counted with the byte order mark; -1 if there is none. */
  readonly firstInvalid: number;
}

/** Decodes bytes pushed in chunks of any size; a character divided between chunks waits for its rest. */
export class ByteDecoder {
  #encoding: DecodeFindings['encoding'] | undefined;
  #byteOrderMark = false;
  #invalid = 0;
  #firstInvalid = -1;
  /** Bytes that wait for more, and where the first of them stands in the document. */
  #rest: Uint8Array = new Uint8Array(0);
  #offset = 0;

  get findings(): DecodeFindings {
    return {
      encoding: this.#encoding ?? 'utf-8',
      byteOrderMark: this.#byteOrderMark,
      invalid: this.#invalid,
      firstInvalid: this.#firstInvalid,
    };
  }

  push(chunk: Uint8Array): string {
    return this.#decode(chunk, false);
  }

  end(): string {
    return this.#decode(new Uint8Array(0), true);
  }

  #decode(chunk: Uint8Array, atEnd: boolean): string {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (this.#encoding === undefined) {
      if (bytes.length < longestMark && !atEnd) {
        this.#rest = new Uint8Array(bytes);
        return '';
      }
      bytes = this.#takeMark(bytes);
    }
    const wide = this.#encoding !== 'utf-8';
    const whole = atEnd
      ? bytes.length
      : bytes.length - (wide ? openWide(bytes, this.#encoding) : openTail(bytes));
    const text = wide ? this.#wideText(bytes.subarray(0, whole)) : this.#utf8Text(bytes.subarray(0, whole));
    this.#offset += whole;
    this.#rest = new Uint8Array(bytes.subarray(whole));
    return text;
  }

  #takeMark(bytes: Uint8Array): Uint8Array {
    const found = marks.find(({ mark }) => mark.every((byte, at) => bytes[at] === byte));
    this.#encoding = found?.encoding ?? 'utf-8';
    this.#byteOrderMark = found !== undefined;
    this.#offset = found?.mark.length ?? 0;
    return bytes.subarray(this.#offset);
  }

  #utf8Text(bytes: Uint8Array): string {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
    if (!isUtf8(bytes)) {
      this.#countInvalid(text, bytes);
    }
    return text;
  }

  /** Tells the U+FFFD that stand for invalid bytes from those that are in the text. */
  #countInvalid(text: string, bytes: Uint8Array): void {
    let before = 0;
    let byte = 0;
    let found = 0;
    for (let at = text.indexOf(replacement); at !== -1; at = text.indexOf(replacement, at + 1)) {
      found += 1;
      // Up to the first invalid byte, characters and bytes correspond.
      if (this.#firstInvalid === -1) {
        byte += Buffer.byteLength(text.slice(before, at));
        before = at;
        if (!isReplacement(bytes, byte)) {
          this.#firstInvalid = this.#offset + byte;
        }
      }
    }
    this.#invalid += found - countReplacements(bytes);
  }

  #wideText(bytes: Uint8Array): string {
    const even = Buffer.from(bytes.subarray(0, bytes.length & ~1));
    if (this.#encoding === 'utf-16be') {
      even.swap16();
    }
    const text = even.toString('utf16le') + (bytes.length % 2 === 0 ? '' : '\ud800');
    return text.replace(loneSurrogate, (_match, at: number) => {
      this.#invalid += 1;
      if (this.#firstInvalid === -1) {
        this.#firstInvalid = this.#offset + at * 2;
      }
      return replacement;
    });
  }
}

const longestMark = 3;
const marks = [
  { encoding: 'utf-8', mark: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', mark: [0xff, 0xfe] },
  { encoding: 'utf-16be', mark: [0xfe, 0xff] },
] as const;

const replacement = '\ufffd';
const loneSurrogate = /\p{Surrogate}/gu;

/** How many bytes at the end begin a character that may go on: those from a lead byte on, three at most. */
function openTail(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) {
      return 0;
    }
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
  }
  return 0;
}

/** The same for UTF-16: an odd byte, and the first half of a pair. */
function openWide(bytes: Uint8Array, encoding: DecodeFindings['encoding'] | undefined): number {
  const odd = bytes.length % 2;
  const high = bytes[bytes.length - odd - (encoding === 'utf-16le' ? 1 : 2)] ?? 0;
  return (high & 0xfc) === 0xd8 ? odd + 2 : odd;
}

function isReplacement(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd;
}

/** A sequence of these bytes is always U+FFFD itself, whatever comes before: the first is a lead byte. */
function countReplacements(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(0xef); at !== -1; at = bytes.indexOf(0xef, at + 1)) {
    count += isReplacement(bytes, at) ? 1 : 0;
  }
  return count;
}
