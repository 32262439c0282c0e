import { PithError, type SourceLocation } from '../../pipeline/errors.ts';
import { charOffset, type Span } from '../../pipeline/spans.ts';
import { type Reader, readers } from '../document.ts';
import { type MediaType, mediaTypes } from '../media-type.ts';

/** Place in a text, and length, of characters that have no source. */
export type Gap = readonly [position: number, length: number];

/** A line of `pith compress --format jsonl`: what is left of one document. */
export interface CompressedLine {
  readonly id: string;
  /** What the text was chosen for; written as `question`, a text or a list of several. */
  readonly questions?: readonly string[];
  readonly mediaType?: MediaType;
  /** SHA-256 of the bytes of its source, in hexadecimal; absent in lines of earlier versions. */
  readonly sha256?: string;
  /** What extracted the text of the source, if something did. */
  readonly reader?: Reader;
  readonly text: string;
  /** Absent in lines that something else wrote: the text is then its own source. */
  readonly spans?: readonly Span[];
  readonly gaps?: readonly Gap[];
  /** The page of each span, of a source with pages. */
  readonly pages?: readonly number[];
}

const jsonString = String.raw`"(?:[^"\\]|\\.)*"`;
const jsonStrings = String.raw`\[\s*${jsonString}(?:\s*,\s*${jsonString})*\s*\]`;
const member = (name: string, value: string) => String.raw`\s*"${name}"\s*:\s*${value}\s*,`;
const opening = new RegExp(
  String.raw`^\s*\{${member('document', jsonString)}(?:${member('question', `(?:${jsonString}|${jsonStrings})`)})?` +
    `${member('mediaType', jsonString)}${member('inputTokens', String.raw`\d+`)}`,
);

/**
 * Whether a text begins exactly as the JSONL form of compress does, which names its fields in an order of its own: data
 * that merely have such fields are compressed as they stand.
 */
export function isCompressedForm(head: string): boolean {
  return opening.test(head);
}

/** Whether a line is of that form, whoever wrote it, or was and is cut. */
export function isCompressedLine(line: string): boolean {
  return /^\{\s*"document"\s*:/.test(line) || (line.startsWith('{') && isCompressed(parseJson(line)));
}

/** @throws {PithError} `input` if the line is cut, or does not say of a text where it comes from. */
export function parseCompressedLine(line: string, at: SourceLocation): CompressedLine {
  const value = parseJson(line);
  if (!isCompressed(value)) {
    throw new PithError('input', `line ${at.line} of the compressed text is cut or malformed`, {
      hint: 'Pass the output of `pith compress --format jsonl` on whole.',
      at,
    });
  }
  const { document: id, text, spans, gaps, question } = value;
  const mediaType = mediaTypes.find((type) => type === value['mediaType']);
  return {
    id,
    text,
    ...questionsField(question),
    ...(mediaType !== undefined && { mediaType }),
    ...hashField(value['sha256'], at),
    ...readerField(value['reader'], at),
    ...sourceFields(spans, gaps, at),
    ...pagesField(value['pages'], spans, at),
  };
}

function questionsField(question: unknown): Pick<CompressedLine, 'questions'> {
  const questions = Array.isArray(question) ? question : [question];
  return questions.every((one) => typeof one === 'string') && questions.length > 0 ? { questions } : {};
}

/** @throws {PithError} `input` unless both are lists of pairs of whole numbers, or absent. */
export function sourceFields(
  spans: unknown,
  gaps: unknown,
  at: SourceLocation,
): Pick<CompressedLine, 'spans' | 'gaps'> {
  return {
    ...(spans !== undefined && { spans: pairs(spans, 'spans', at).map(toSpan) }),
    ...(gaps !== undefined && { gaps: pairs(gaps, 'gaps', at) }),
  };
}

/** @throws {PithError} `input` for what is no SHA-256 in hexadecimal. */
export function hashField(sha256: unknown, at: SourceLocation): Pick<CompressedLine, 'sha256'> {
  if (sha256 === undefined) return {};
  if (typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256)) return { sha256 };
  throw new PithError('input', 'the sha256 of a compressed text is no checksum', {
    hint: 'Pass what `pith compress` wrote on unchanged.',
    at,
  });
}

/** @throws {PithError} `input` for a reader of another version, whose offsets nothing here can find. */
export function readerField(value: unknown, at: SourceLocation): Pick<CompressedLine, 'reader'> {
  if (value === undefined) return {};
  const reader = readers.find((name) => name === value);
  if (reader !== undefined) return { reader };
  throw new PithError('input', `the source of a compressed text was read by '${value}', which is not known`, {
    hint: 'Another version of pith may know it.',
    at,
  });
}

function pagesField(pages: unknown, spans: unknown, at: SourceLocation): Pick<CompressedLine, 'pages'> {
  if (pages === undefined) return {};
  const isWhole = Array.isArray(spans) && Array.isArray(pages) && pages.length === spans.length;
  if (isWhole && pages.every((page) => Number.isSafeInteger(page) && page > 0)) return { pages };
  throw new PithError('input', 'the pages of a compressed text are not a number for each span', {
    hint: 'Pass what `pith compress` wrote on unchanged.',
    at,
  });
}

function toSpan([start, end]: readonly [number, number]): Span {
  return [charOffset(start), charOffset(end)];
}

function pairs(value: unknown, field: string, at: SourceLocation): readonly (readonly [number, number])[] {
  if (Array.isArray(value) && value.every(isPair)) return value;
  throw new PithError('input', `the ${field} of a compressed text are not pairs of offsets`, {
    hint: 'Pass what `pith compress` wrote on unchanged.',
    at,
  });
}

function isPair(value: unknown): value is readonly [number, number] {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((number) => Number.isSafeInteger(number) && number >= 0)
  );
}

interface CompressedFields extends Readonly<Record<string, unknown>> {
  readonly document: string;
  readonly text: string;
}

function isCompressed(value: unknown): value is CompressedFields {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'document' in value &&
    typeof value.document === 'string' &&
    'text' in value &&
    typeof value.text === 'string'
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
