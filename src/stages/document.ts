import type { Span } from '../pipeline/spans.ts';
import { type MediaType, parseMediaType } from './media-type.ts';
import type { PageList } from './page-list.ts';

/**
 * One input: a file, stdin, a record's text. It can be opened any number of times and yields the same
 * characters each time, however they are split into chunks.
 */
export interface TextDocument {
  /** A path, `-` for stdin, or a record's id; unique in a run. */
  readonly id: string;
  /** Decides how the text divides into passages and units. */
  readonly mediaType: MediaType;
  /** Context for ranking and scoring; never part of the output. */
  readonly title?: string;
  /** Where the text was cut from, if it is itself what a compression left of a document. */
  readonly origin?: Origin;
  /** How the text was got out of a file of another form, if it was: its offsets are those of the extracted text. */
  readonly extraction?: Extraction;
  /** The decoded text, in chunks of any size. */
  open(signal?: AbortSignal): AsyncIterable<string>;
  /** SHA-256 of its bytes in hexadecimal, once it was read to its end; absent where nobody takes it. */
  sha256?(): string | undefined;
  /** The document as it is stored: byte order mark, encoding and invalid bytes. Absent if it is text to begin with. */
  bytes?(signal?: AbortSignal): AsyncIterable<Uint8Array>;
}

/** What extracts text from files of other forms. */
export const readers = ['html', 'pdf'] as const;
export type Reader = (typeof readers)[number];

/** Where an extracted text stands in its file, as far as that is known. */
export interface Extraction {
  readonly reader: Reader;
  /** The pages of a PDF file. */
  readonly pages?: PageList;
  /**
   * For each span of the text, in ascending order: from the first to the last of the characters of the decoded HTML that it
   * stands for, tags between them included. UTF-16 offsets. Reads the page once more.
   */
  sourceSpans?(spans: AsyncIterable<Span>): AsyncIterable<Span>;
}

/** What an earlier compression says of a text: its spans and gaps together make up every character, in order. */
export interface Origin {
  /** What the text was chosen for. */
  readonly questions?: readonly string[];
  /** Spans of the original document, in ascending order. */
  spans(): AsyncIterable<Span>;
  /** Places in the text, and lengths, of gap markers: characters that have no source. */
  gaps(): AsyncIterable<readonly [position: number, length: number]>;
}

/**
 * A document held in memory.
 *
 * @throws {PithError} `usage` for a media type that is none of `mediaTypes`.
 */
export function textDocument(
  text: string,
  options: { readonly id?: string; readonly mediaType?: MediaType; readonly title?: string } = {},
): TextDocument {
  const { id = 'text', mediaType = 'text/plain', title } = options;
  return {
    id,
    mediaType: parseMediaType(mediaType),
    ...(title === undefined ? {} : { title }),
    async *open() {
      yield text;
    },
  };
}
