/** Something that takes text in order and tells when it can take more. */
export interface TextWriter {
  write(text: string): Promise<void>;
  /** The same for text that is encoded already. */
  writeBytes(bytes: Uint8Array): Promise<void>;
  /** Hands over what is still buffered. */
  flush(): Promise<void>;
}

const flushAt = 1 << 16;

/** Gathers small writes into encoded chunks, and never splits a surrogate pair between two of them. */
export function textWriter(writeBytes: (bytes: Uint8Array) => Promise<void>): TextWriter {
  let pieces: string[] = [];
  let length = 0;

  async function flush(keepSplitPair: boolean): Promise<void> {
    let text = pieces.join('');
    let rest = '';
    if (keepSplitPair && endsInHighSurrogate(text)) {
      rest = text.slice(-1);
      text = text.slice(0, -1);
    }
    pieces = rest === '' ? [] : [rest];
    length = rest.length;
    if (text !== '') await writeBytes(Buffer.from(text, 'utf8'));
  }

  return {
    async write(text) {
      pieces.push(text);
      length += text.length;
      if (length >= flushAt) await flush(true);
    },
    async writeBytes(bytes) {
      await flush(false);
      if (bytes.length > 0) await writeBytes(bytes);
    },
    flush: () => flush(false),
  };
}

function endsInHighSurrogate(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last < 0xdc00;
}
