import { PithError } from '../../pipeline/errors.ts';
import { ByteDecoder } from './byte-decoder.ts';

/**
 * Refuses a document whose first bytes are those of a known binary format, or look like no text.
 *
 * @throws BinaryError that names the document and says what can be done.
 */
export function refuseBinary(head: Uint8Array, document: string): void {
  const problem = binaryFormat(head) ?? strangeCharacters(head);
  if (problem !== undefined) {
    throw new BinaryError('input', `'${document}' ${problem.what}`, {
      hint: `${problem.hint} --force reads it as text all the same.`,
      at: { document },
    });
  }
}

/** The `input` error for bytes that are no text. */
export class BinaryError extends PithError {}

interface Problem {
  readonly what: string;
  readonly hint: string;
}

function binaryFormat(head: Uint8Array): Problem | undefined {
  const format = formats.find(({ magic }) => magic.every((byte, at) => head[at] === byte));
  return format && { what: `is ${format.name}, not text`, hint: format.hint };
}

const decompress = 'Decompress it first and pipe the text in.';
const extract = 'Extract its text first.';
const formats = [
  { name: 'a PDF file', magic: [0x25, 0x50, 0x44, 0x46, 0x2d], hint: extract },
  { name: 'a zip archive or an office document', magic: [0x50, 0x4b, 0x03, 0x04], hint: extract },
  { name: 'gzip data', magic: [0x1f, 0x8b], hint: decompress },
  { name: 'xz data', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], hint: decompress },
  { name: 'zstd data', magic: [0x28, 0xb5, 0x2f, 0xfd], hint: decompress },
  { name: 'bzip2 data', magic: [0x42, 0x5a, 0x68, 0x39, 0x31, 0x41], hint: decompress },
] as const;

/** A stray NUL or control byte is let through; a text with many of them is none. */
function strangeCharacters(head: Uint8Array): Problem | undefined {
  const decoder = new ByteDecoder();
  // Without `end`: the head may stop inside a character.
  const text = decoder.push(head);
  const controls = text.match(control)?.length ?? 0;
  if (controls > 3 && controls > text.length * 0.02) {
    return { what: 'looks like binary data, not text', hint: 'Name text files only.' };
  }
  if (decoder.findings.invalid > 8 && decoder.findings.invalid > text.length * 0.25) {
    return { what: 'is not UTF-8 text', hint: 'Convert it first, for example with iconv.' };
  }
  return undefined;
}

// Not among them: tab, line ends, form feed, backspace (man pages), escape (colours in logs).
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\0-\x07\x0e-\x1a\x1c-\x1f\x7f]/g;
