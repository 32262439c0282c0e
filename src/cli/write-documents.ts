import type { CompressedDocument, Compression } from '../compress/compression.ts';
import type { TextWriter } from './text-writer.ts';

/**
 * A JSON line a document, `{"document", "question"?, "mediaType", "inputTokens", "outputTokens", "text", "spans",
 * "gaps"?}`, which compress and infer read; compress knows it by these first fields. Long lines are written piece by
 * piece.
 */
export async function writeJsonl(
  compression: Compression,
  question: string | undefined,
  writer: TextWriter,
): Promise<void> {
  const asked = question === undefined ? '' : `,"question":${JSON.stringify(question)}`;
  for await (const document of compression.documents()) {
    const { id, mediaType, inputTokens, outputTokens } = document;
    const figures = `,"mediaType":"${mediaType}","inputTokens":${inputTokens},"outputTokens":${outputTokens}`;
    await writer.write(`{"document":${JSON.stringify(id)}${asked}${figures},"text":"`);
    for await (const piece of document.text()) await writer.write(JSON.stringify(piece).slice(1, -1));
    await writer.write('","spans":');
    await writeSpans(document, writer);
    const gaps = document.gaps.length === 0 ? '' : `,"gaps":${JSON.stringify(document.gaps)}`;
    await writer.write(`${gaps}}\n`);
  }
}

/** A JSON line a document: `{"document", "spans": [[start, end], …]}`. */
export async function writeProvenance(compression: Compression, writer: TextWriter): Promise<void> {
  for await (const document of compression.documents()) {
    await writer.write(`{"document":${JSON.stringify(document.id)},"spans":`);
    await writeSpans(document, writer);
    await writer.write('}\n');
  }
}

async function writeSpans(document: CompressedDocument, writer: TextWriter): Promise<void> {
  let separator = '';
  await writer.write('[');
  for await (const [start, end] of document.spans()) {
    await writer.write(`${separator}[${start},${end}]`);
    separator = ',';
  }
  await writer.write(']');
}
