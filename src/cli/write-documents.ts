import type { CompressedDocument, Compression } from '../compress/compression.ts';
import type { StreamPart } from '../compress/stream/stream-run.ts';
import type { TextWriter } from '../pipeline/text-writer.ts';

/**
 * A JSON line a document, `{"document", "question"?, "mediaType", "inputTokens", "outputTokens", "sha256"?, "reader"?,
 * "text", "spans", "gaps"?, "pages"?, "source"?}`, which compress and infer read; compress knows it by these first fields.
 * Long lines are written piece by piece.
 */
export async function writeJsonl(compression: Compression, writer: TextWriter): Promise<void> {
  const asked = questionField(compression.questions);
  for await (const document of compression.documents()) {
    const { id, mediaType, inputTokens, outputTokens } = document;
    const figures = `,"mediaType":"${mediaType}","inputTokens":${inputTokens},"outputTokens":${outputTokens}`;
    await writer.write(`{"document":${JSON.stringify(id)}${asked}${figures}${sourceOf(document)},"text":"`);
    for await (const piece of document.text()) await writer.write(JSON.stringify(piece).slice(1, -1));
    await writer.write('","spans":[');
    await writePairs(document.spans(), writer);
    await writer.write(']');
    if (await writePairs(document.gaps(), writer, ',"gaps":[')) await writer.write(']');
    await writePlaces(document, writer);
    await writer.write('}\n');
  }
}

/** The same line for one part of a stream; several of them have the same document. A part that is empty has none. */
export async function writePart(
  { text, spans, gaps, mediaType, ...after }: StreamPart,
  before: Pick<StreamPart, 'inputTokens' | 'outputTokens'>,
  { id, questions }: { readonly id: string; readonly questions: readonly string[] },
  writer: TextWriter,
): Promise<void> {
  if (text === '') return;
  const line = {
    document: id,
    question: shownQuestion(questions),
    mediaType,
    inputTokens: after.inputTokens - before.inputTokens,
    outputTokens: after.outputTokens - before.outputTokens,
    text,
    spans,
    gaps: gaps.length === 0 ? undefined : gaps,
  };
  await writer.write(`${JSON.stringify(line)}\n`);
}

function questionField(questions: readonly string[]): string {
  const question = shownQuestion(questions);
  return question === undefined ? '' : `,"question":${JSON.stringify(question)}`;
}

/** One question is a text, several are a list. */
function shownQuestion(questions: readonly string[]): string | readonly string[] | undefined {
  return questions.length > 1 ? questions : questions[0];
}

/** A JSON line a document: `{"document", "mediaType", "sha256"?, "reader"?, "spans": [[start, end], …], "pages"?, "source"?}`. */
export async function writeProvenance(compression: Compression, writer: TextWriter): Promise<void> {
  for await (const document of compression.documents()) {
    const { id, mediaType } = document;
    await writer.write(
      `{"document":${JSON.stringify(id)},"mediaType":"${mediaType}"${sourceOf(document)},"spans":[`,
    );
    await writePairs(document.spans(), writer);
    await writer.write(']');
    await writePlaces(document, writer);
    await writer.write('}\n');
  }
}

function sourceOf({ sha256, reader }: CompressedDocument): string {
  const hash = sha256 === undefined ? '' : `,"sha256":"${sha256}"`;
  return reader === undefined ? hash : `${hash},"reader":"${reader}"`;
}

/** Where each span stands in the file that the text was extracted from. */
async function writePlaces({ pages, sourceSpans }: CompressedDocument, writer: TextWriter): Promise<void> {
  if (pages !== undefined) {
    let opening = ',"pages":[';
    for await (const page of pages()) {
      await writer.write(`${opening}${page}`);
      opening = ',';
    }
    if (opening === ',') await writer.write(']');
  }
  if (sourceSpans !== undefined && (await writePairs(sourceSpans(), writer, ',"source":[')))
    await writer.write(']');
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
