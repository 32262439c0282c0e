import type { PithError } from '../../pipeline/errors.ts';
import { refuseBinary } from './binary.ts';
import { ByteDecoder, type DecodeFindings } from './byte-decoder.ts';

/** Something about a document's bytes that its reader should know of; the text is sound all the same. */
export type ReadWarning =
  | {
      readonly type: 'invalid-bytes';
      readonly document: string;
      /** How many U+FFFD stand for bytes that are no text. */
      readonly count: number;
      /** Byte offset of the first of them in the document, where it is known. */
      readonly firstByte?: number;
    }
  | {
      readonly type: 'byte-order-mark';
      readonly document: string;
      readonly encoding: DecodeFindings['encoding'];
    }
  | { readonly type: 'skipped-binary'; readonly document: string }
  /** A page of HTML that shows no text. */
  | { readonly type: 'no-text'; readonly document: string }
  /** A PDF file has pages that hold pictures only, nothing, or what cannot be read. */
  | {
      readonly type: 'pages-without-text' | 'unreadable-pages';
      readonly document: string;
      readonly count: number;
      /** How many the file has. */
      readonly pages: number;
      /** The number of the first of them, from 1 on. */
      readonly first: number;
    }
  /** A document of which nothing can be read was left out. */
  | {
      readonly type: 'skipped-unreadable';
      readonly document: string;
      readonly error: PithError;
      /** Whether it was found in a folder, and not named itself. */
      readonly inFolder: boolean;
    };

export interface DecodeOptions {
  /** The document's id, for errors and warnings. */
  readonly document: string;
  /** Takes bytes that are no text for text, instead of throwing. @default false */
  readonly allowBinary?: boolean;
  /** Called at the end of the document, at most once for each type of warning. */
  readonly onWarning?: (warning: ReadWarning) => void;
}

/**
 * Decodes bytes as UTF-8, or as what a byte order mark says; the mark is no part of the text. The same for the
 * same bytes, however they are divided into chunks. Bytes that are no text become U+FFFD, as in browsers; line
 * ends and NUL stay as they are.
 *
 * @throws PithError `input` if the first 8 KiB look like no text at all.
 */
export async function* decodeText(
  bytes: AsyncIterable<Uint8Array>,
  options: DecodeOptions,
): AsyncGenerator<string> {
  const { document, allowBinary = false, onWarning } = options;
  const decoder = new ByteDecoder();
  let head: Uint8Array[] | undefined = allowBinary ? undefined : [];
  let headLength = 0;
  for await (const chunk of bytes) {
    if (head === undefined) {
      yield decoder.push(chunk);
      continue;
    }
    // The source may write into its chunk again.
    head.push(new Uint8Array(chunk));
    headLength += chunk.length;
    if (headLength >= headBytes) {
      yield decoder.push(checkedHead(head, document));
      head = undefined;
    }
  }
  if (head !== undefined) {
    yield decoder.push(checkedHead(head, document));
  }
  yield decoder.end();
  warn(decoder.findings, document, onWarning);
}

const headBytes = 8192;

function checkedHead(chunks: readonly Uint8Array[], document: string): Uint8Array {
  const head = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
  refuseBinary(head.subarray(0, headBytes), document);
  return head;
}

function warn(findings: DecodeFindings, document: string, onWarning: DecodeOptions['onWarning']): void {
  const { encoding, byteOrderMark, invalid, firstInvalid } = findings;
  if (byteOrderMark) {
    onWarning?.({ type: 'byte-order-mark', document, encoding });
  }
  if (invalid > 0) {
    onWarning?.({ type: 'invalid-bytes', document, count: invalid, firstByte: firstInvalid });
  }
}
