import { stat } from 'node:fs/promises';
import { PithError } from '../../pipeline/errors.ts';
import type { Spool } from '../../pipeline/spool.ts';
import type { TextDocument } from '../document.ts';
import { detectMediaType, type MediaType, mediaTypeHead } from '../media-type.ts';
import { BinaryError } from './binary.ts';
import { compressedDocuments } from './compressed-documents.ts';
import { isCompressedForm } from './compressed-line.ts';
import { decodeText, type ReadWarning } from './decode.ts';
import { expandPatterns, type InputPath } from './expand-patterns.ts';
import { fileBytes } from './file-bytes.ts';
import { fileError } from './file-error.ts';
import { SourceHash } from './source-hash.ts';

export interface ReadFilesOptions {
  /** What `-` reads; any Readable of bytes. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** Makes a spool for what can be read only once. The caller closes them when the documents are done with. */
  readonly createSpool: () => Spool;
  /** @default detected, document by document */
  readonly mediaType?: MediaType;
  /** Takes bytes that are no text for text. @default false */
  readonly allowBinary?: boolean;
  /**
   * Reads the JSONL form of compress as the documents it was made from, with their {@link TextDocument.origin}.
   * Not where a media type says what the text is. @default false
   */
  readonly openCompressed?: boolean;
  /** Takes the SHA-256 of each document's bytes as they are first read; see {@link TextDocument.sha256}. @default false */
  readonly hash?: boolean;
  /** Called at most once for each document and type of warning. */
  readonly onWarning?: (warning: ReadWarning) => void;
  readonly signal?: AbortSignal;
}

/**
 * The documents that paths, folders, globs and `-` name, in the order of {@link expandPatterns}. A document can
 * be opened any number of times: files are opened again, and anything else (standard input, a pipe) is spooled.
 * Binary files in a folder are left out with a warning.
 *
 * @throws PithError `input` for what is missing, unreadable, binary, or changed between two openings.
 */
export async function* readFiles(
  patterns: readonly string[],
  options: ReadFilesOptions,
): AsyncGenerator<TextDocument> {
  const inputs = await expandPatterns(patterns);
  let skipped = 0;
  for (const input of inputs) {
    options.signal?.throwIfAborted();
    const opened = await openInput(input, options);
    if (opened === undefined) {
      skipped += 1;
    } else {
      yield* opened;
    }
  }
  if (skipped > 0 && skipped === inputs.length) {
    throw new PithError('input', `there is no text in ${patterns.join(', ')}`, {
      hint: 'All files there are binary; --force reads them as text all the same.',
    });
  }
}

async function openInput(
  { path, inFolder }: InputPath,
  options: ReadFilesOptions,
): Promise<AsyncIterable<TextDocument> | readonly TextDocument[] | undefined> {
  const bytes = await byteSource(path, options);
  const { allowBinary = false, onWarning, signal } = options;
  const head = await readHead(decodeText(bytes(signal), { document: path, allowBinary })).catch(
    (error: unknown) => {
      if (inFolder && error instanceof BinaryError) {
        return undefined;
      }
      throw error;
    },
  );
  if (head === undefined) {
    onWarning?.({ type: 'skipped-binary', document: path });
    return undefined;
  }
  const warned = new Set<string>();
  const warnOnce = (warning: ReadWarning): void => {
    if (!warned.has(warning.type)) {
      warned.add(warning.type);
      onWarning?.(warning);
    }
  };
  const { mediaType, openCompressed = false, createSpool } = options;
  const hash = options.hash === true ? new SourceHash() : undefined;
  const open = (openSignal?: AbortSignal) => {
    const read = bytes(openSignal);
    return decodeText(hash?.over(read) ?? read, { document: path, allowBinary, onWarning: warnOnce });
  };
  if (openCompressed && mediaType === undefined && isCompressedForm(head)) {
    return compressedDocuments(open(signal), { document: path, createSpool });
  }
  const detected = mediaType ?? detectMediaType(path === '-' ? undefined : path, head);
  return [{ id: path, mediaType: detected, open, bytes, ...(hash && { sha256: () => hash.hex }) }];
}

type ByteSource = (signal?: AbortSignal) => AsyncIterable<Uint8Array>;

async function byteSource(path: string, options: ReadFilesOptions): Promise<ByteSource> {
  if (path === '-') {
    if (options.stdin === undefined) {
      throw new PithError('input', "there is no standard input to read for '-'");
    }
    return spooled(options.stdin, options);
  }
  const state = await stat(path).catch((error: unknown) => {
    throw fileError(error, path);
  });
  // Files that the system makes up as they are read (/proc) have no size.
  const isStored = state.isFile() && state.size > 0;
  return isStored ? (signal) => fileBytes(path, state, signal) : spooled(fileBytes(path), options);
}

async function spooled(bytes: AsyncIterable<Uint8Array>, options: ReadFilesOptions): Promise<ByteSource> {
  const spool = options.createSpool();
  for await (const chunk of bytes) {
    options.signal?.throwIfAborted();
    spool.append(chunk);
  }
  return () => spool.read();
}

async function readHead(chunks: AsyncIterable<string>): Promise<string> {
  let head = '';
  for await (const chunk of chunks) {
    head += chunk;
    if (head.length >= mediaTypeHead) {
      break;
    }
  }
  return head;
}
