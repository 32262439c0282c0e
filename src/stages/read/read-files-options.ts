import type { Spool } from '../../pipeline/spool.ts';
import type { Reader } from '../document.ts';
import type { MediaType } from '../media-type.ts';
import type { ReadWarning } from './decode.ts';

/** How files are opened, and what their texts are made of. */
export interface ReadFilesOptions {
  /** What `-` reads; any Readable of bytes. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** Makes a spool for what can be read only once. The caller closes them when the documents are done with. */
  readonly createSpool: () => Spool;
  /** @default detected, document by document */
  readonly mediaType?: MediaType;
  /**
   * What extracts the text, or `none`. @default `pdf` for PDF files, and `html` for pages, unless a media type says that
   * their markup is the text
   */
  readonly reader?: Reader | 'none';
  /** Opens files whose names end in .gz or .zst as what they hold. @default false */
  readonly decompress?: boolean;
  /** Bytes that a document may have, decompressed; more are an error of code `limit`. @default any number */
  readonly maxBytes?: number;
  /** Takes bytes that are no text for text. @default false */
  readonly allowBinary?: boolean;
  /**
   * Reads the JSONL form of compress as the documents it was made from, with their {@link TextDocument.origin}.
   * Not where a media type says what the text is. @default false
   */
  readonly openCompressed?: boolean;
  /** Takes the SHA-256 of each document's bytes as they are first read; see {@link TextDocument.sha256}. @default false */
  readonly hash?: boolean;
  /**
   * Called at most once for each document and type of warning. Who wants no warnings gets an error where a document would
   * be left out that was named, or of which nothing can be read.
   */
  readonly onWarning?: (warning: ReadWarning) => void;
  readonly signal?: AbortSignal;
}
