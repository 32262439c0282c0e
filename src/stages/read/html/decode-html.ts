import { type DecodeOptions, decodeText } from '../decode.ts';
import { CHARSET_HEAD, namedCharset } from './charset.ts';

const REPLACEMENT = /\ufffd/g;

/**
 * Decodes a page by its byte order mark, by the encoding that it names itself, or else as UTF-8.
 *
 * @throws PithError `input` if it names none and looks like no text at all.
 */
export async function* decodeHtml(
  bytes: AsyncIterable<Uint8Array>,
  options: DecodeOptions,
): AsyncGenerator<string, void, undefined> {
  const source = bytes[Symbol.asyncIterator]();
  try {
    const head = await readHead(source);
    const charset = namedCharset(head);
    const all = chunks(head, source);
    if (charset === undefined) yield* decodeText(all, options);
    else yield* decodeAs(charset, all, options);
  } finally {
    await source.return?.();
  }
}

async function readHead(source: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let length = 0; length < CHARSET_HEAD; ) {
    const next = await source.next();
    if (next.done === true) break;
    // The source may write into its chunk again.
    parts.push(new Uint8Array(next.value));
    length += next.value.length;
  }
  return Buffer.concat(parts);
}

async function* chunks(head: Uint8Array, source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
}

/** None of these encodings can write U+FFFD but GB 18030: it stands for bytes that are no text. */
async function* decodeAs(
  charset: string,
  bytes: AsyncIterable<Uint8Array>,
  { document, onWarning }: DecodeOptions,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder(charset);
  let count = 0;
  const decoded = (text: string) => {
    count += text.match(REPLACEMENT)?.length ?? 0;
    return text;
  };
  for await (const chunk of bytes) yield decoded(decoder.decode(chunk, { stream: true }));
  yield decoded(decoder.decode());
  if (count > 0) onWarning?.({ type: 'invalid-bytes', document, count });
}
