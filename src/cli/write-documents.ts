import type { CompressedDocument, Compression } from '../compress/compression.ts';
import type { TextWriter } from './text-writer.ts';

/**
 * A JSON line a document, `{"document", "question"?, "mediaType", "inputTokens", "outputTokens", "sha256"?, "text",
 * "spans", "gaps"?}`, which compress and infer read; compress knows it by these first fields. Long lines are written piece by
 * piece.
 */
export async function writeJsonl(compression: Compression, writer: TextWriter): Promise<void> {
  const asked = questionField(compression.questions);
  for await (const document of compression.documents()) {
    const { id, mediaType, inputTokens, outputTokens } = document;
    const figures = `,"mediaType":"${mediaType}","inputTokens":${inputTokens},"outputTokens":${outputTokens}`;
    await writer.write(`{"document":${JSON.stringify(id)}${asked}${figures}${hashOf(document)},"text":"`);
    for await (const piece of document.text()) await writer.write(JSON.stringify(piece).slice(1, -1));
    await writer.write('","spans":[');
    await writePairs(document.spans(), writer);
    await writer.write(']');
    if (await writePairs(document.gaps(), writer, ',"gaps":[')) await writer.write(']');
    await writer.write('}\n');
  }
}

/** One question is a text, several are a list. */
function questionField(questions: readonly string[]): string {
  if (questions.length === 0) return '';
  return `,"question":${JSON.stringify(questions.length === 1 ? questions[0] : questions)}`;
}

/** A JSON line a document: `{"document", "mediaType", "sha256"?, "spans": [[start, end], …]}`. */
export async function writeProvenance(compression: Compression, writer: TextWriter): Promise<void> {
  for await (const document of compression.documents()) {
    const { id, mediaType } = document;
    await writer.write(
      `{"document":${JSON.stringify(id)},"mediaType":"${mediaType}"${hashOf(document)},"spans":[`,
    );
    await writePairs(document.spans(), writer);
    await writer.write(']}\n');
  }
}

function hashOf({ sha256 }: CompressedDocument): string {
  return sha256 === undefined ? '' : `,"sha256":"${sha256}"`;
}

/** Writes the items of a list, with something before the first; returns whether there are any. */
async function writePairs(
  pairs: AsyncIterable<readonly [number, number]>,
  writer: TextWriter,
  opening = '',
): Promise<boolean> {
  let isFirst = true;
  for await (const [one, other] of pairs) {
    await writer.write(`${isFirst ? opening : ','}[${one},${other}]`);
    isFirst = false;
  }
  return !isFirst;
}
