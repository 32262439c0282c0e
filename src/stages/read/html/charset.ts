/** A page must say within so many bytes how its characters are encoded. */
export const CHARSET_HEAD = 1024;

/**
 * The encoding that a page itself names in its first bytes, by the name of the Encoding Standard. Undefined for UTF-8, where
 * a byte order mark says more, and where nothing usable is named.
 */
export function namedCharset(head: Uint8Array): string | undefined {
  if (hasMark(head)) return undefined;
  const text = Buffer.from(head.subarray(0, CHARSET_HEAD)).toString('latin1');
  const label = (named.exec(text.replace(comments, '')) ?? declared.exec(text))?.[1]?.toLowerCase();
  const name = label === undefined ? undefined : encodingName(label);
  // A page that can be read as ASCII so far is not UTF-16, whatever it says.
  return name?.startsWith('utf-') === true ? undefined : name;
}

function hasMark(head: Uint8Array): boolean {
  const [first, second, third] = head;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isWide || (first === 0xef && second === 0xbb && third === 0xbf);
}

function encodingName(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

const comments = /<!--[\s\S]*?(?:-->|$)/g;
const named = /<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)/i;
const declared = /^<\?xml\b[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']/i;
