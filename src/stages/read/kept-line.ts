import { PithError, type SourceLocation } from '../../pipeline/errors.ts';
import type { Span } from '../../pipeline/spans.ts';
import { type MediaType, mediaTypes } from '../media-type.ts';
import { type CompressedLine, hashField, readerField, sourceFields } from './compressed-line.ts';

/** What a line of `compress --format jsonl` or `--provenance` says of a document's source. */
export interface KeptLine extends Pick<CompressedLine, 'id' | 'mediaType' | 'sha256' | 'reader'> {
  readonly mediaType?: MediaType;
  readonly spans: readonly Span[];
}

/** @throws {PithError} `input` if the line does not say which spans of which document are kept. */
export function parseKeptLine(line: string, at: SourceLocation): KeptLine {
  const value = parseObject(line);
  const { document: id, spans } = value;
  if (typeof id !== 'string' || spans === undefined) {
    throw new PithError('input', `line ${at.line} names no document with spans`, {
      hint: 'Give what `pith compress --format jsonl` or `--provenance` wrote.',
      at,
    });
  }
  const mediaType = mediaTypes.find((type) => type === value['mediaType']);
  return {
    id,
    spans: sourceFields(spans, undefined, at).spans ?? [],
    ...(mediaType !== undefined && { mediaType }),
    ...hashField(value['sha256'], at),
    ...readerField(value['reader'], at),
  };
}

function parseObject(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
