import type { Level } from '../models/model-files.ts';
import { PithError } from '../pipeline/errors.ts';
import { charOffset, type Span } from '../pipeline/spans.ts';
import { DOCUMENT_SEPARATOR } from '../stages/assemble/document-tokens.ts';
import type { Draft, DraftDocument } from '../stages/assemble/draft.ts';
import type { RepetitionFigures } from '../stages/condense/repetition-figures.ts';
import type { Reader, TextDocument } from '../stages/document.ts';
import type { ExplainedPassage } from '../stages/explain/explained-passage.ts';
import type { MediaType } from '../stages/media-type.ts';
import type { Survey } from '../stages/survey/survey.ts';
import type { Explanation } from './explanation.ts';
import { withPlaces } from './extracted-places.ts';
import { OriginalSource } from './original-source.ts';
import type { PassReport } from './passes.ts';
import type { Resources } from './resources.ts';
import { TextCursor } from './text-cursor.ts';

/** What a compression did, in numbers. */
export interface CompressStats {
  /** How many there were. */
  readonly documents: number;
  /** UTF-16 units of the decoded input. */
  readonly inputChars: number;
  /** Tokens of the input, its documents joined; with `perDocument`, those of each by itself added up, as all that follows. */
  readonly inputTokens: number;
  /** Never more than the budget. */
  readonly outputTokens: number;
  /** Tokens that the output was allowed to cost. */
  readonly budget: number;
  /**
   * UTF-16 units of the passages that an encoder read with each question, there or where they stand first; what is missing
   * to `inputChars` was left to its words (BM25). Null where none was asked, or nobody who reads it: without a question or an encoder, or within the budget.
   */
  readonly readChars: number | null;
  /** Input tokens by output tokens; 1 where both are 0, infinite (null in JSON) where nothing is left. */
  readonly ratio: number;
  /** The level that chose what scores; null where `scorer` did. */
  readonly level: Level | null;
  /** What scored: a model, down to the commit and file if it is of a hub, or `lexical`. */
  readonly scorer: string;
  /** The name of what counted the tokens. */
  readonly tokenizer: string;
  /** What was said again, whether it was dropped or not; null where it was not looked for. */
  readonly repeated: RepetitionFigures | null;
  /** Wall time. */
  readonly seconds: number;
  /** Each reading of the source, stage by stage. */
  readonly passes: readonly PassReport[];
}

/** What is left of one document. */
export interface CompressedDocument {
  /** That of the source document. */
  readonly id: string;
  /** What it was divided by. */
  readonly mediaType: MediaType;
  /**
   * SHA-256 of the bytes of its source, in hexadecimal: of the original, where the source is what an earlier compression
   * left. Absent unless the documents were opened with `hash: true`, or the earlier output has it.
   */
  readonly sha256?: string;
  /** What extracted the text of its source, if something did: offsets are those of the extracted text. */
  readonly reader?: Reader;
  /** Tokens of the document by itself, before. */
  readonly inputTokens: number;
  /** Tokens of its text by itself. */
  readonly outputTokens: number;
  /** Characters of the text, gap markers included. */
  readonly length: number;
  /** The text in pieces; read it before the next document. */
  text(): AsyncIterable<string>;
  /**
   * Where the text comes from: spans of the source in ascending order, whose characters joined (with the gap markers
   * put in) are the text. UTF-16 offsets into the decoded source; where that is what an earlier compression left,
   * into the original. Read it before the next document.
   */
  spans(): AsyncIterable<Span>;
  /** Places in the text, and lengths, of the gap markers: characters that have no source. Read it before the next document. */
  gaps(): AsyncIterable<readonly [position: number, length: number]>;
  /** The page of each span, of a source with pages: no span goes over the end of one. */
  pages?(): AsyncIterable<number>;
  /**
   * For each span: from the first to the last of the characters that it stands for in the HTML it was extracted from,
   * UTF-16 offsets into the decoded source. Absent where that is what an earlier compression left.
   */
  sourceSpans?(): AsyncIterable<Span>;
}

export interface CompressionParts {
  readonly questions: readonly string[];
  /** See {@link CompressStats.readChars}. */
  readonly readChars: number | null;
  readonly documents: readonly TextDocument[];
  readonly draft: Draft;
  readonly explanation: Explanation | undefined;
  readonly survey: Pick<Survey, 'inputChars' | 'inputTokens' | 'documentTokens'>;
  readonly repetitions: RepetitionFigures | null;
  readonly resources: Resources;
  readonly budget: number;
  /** Whether the output is the input as it is. */
  readonly isWhole: boolean;
  readonly passes: readonly PassReport[];
  readonly seconds: number;
}

/** A finished compression. The output may lie in a temporary file: dispose of it after use. */
export class Compression implements AsyncDisposable {
  /** What was done, in numbers. */
  readonly stats: CompressStats;
  /** What the text was chosen for; none if nothing was asked. */
  readonly questions: readonly string[];
  readonly #documents: readonly TextDocument[];
  readonly #draft: Draft;
  readonly #explanation: Explanation | undefined;
  readonly #inputTokens: readonly number[];
  readonly #isWhole: boolean;

  constructor(parts: CompressionParts) {
    const { questions, readChars, documents, draft, survey, resources, budget, passes, seconds } = parts;
    const { inputTokens, inputChars } = survey;
    const outputTokens = draft.textTokens;
    this.questions = questions;
    this.#documents = documents;
    this.#isWhole = parts.isWhole;
    this.#draft = draft;
    this.#explanation = parts.explanation;
    this.#inputTokens = survey.documentTokens;
    this.stats = {
      documents: documents.length,
      inputChars,
      inputTokens,
      outputTokens,
      budget,
      readChars,
      ratio: inputTokens === outputTokens ? 1 : inputTokens / outputTokens,
      level: resources.level,
      scorer: resources.scorerName,
      tokenizer: resources.counter.name,
      repeated: parts.repetitions,
      seconds,
      passes,
    };
  }

  /** The documents in input order, those of which nothing is left included. */
  async *documents(): AsyncGenerator<CompressedDocument, void, undefined> {
    const text = new TextCursor(this.#draft.text.read());
    const first = { span: 0, gap: 0 };
    try {
      for (const [at, source] of this.#documents.entries()) {
        const part = this.#draft.documents[at];
        if (part === undefined) return;
        const document = this.#document(source, part, this.#inputTokens[at] ?? 0, text, first);
        if (source.origin === undefined) {
          yield withPlaces(document, source.extraction);
        } else {
          await using original = await OriginalSource.of(document, source.origin);
          const stated = { spans: () => original.spans(), gaps: () => original.gaps() };
          yield withPlaces({ ...document, ...stated }, source.extraction);
        }
        await text.skip();
        first.span += part.spans;
        first.gap += part.gaps;
      }
    } finally {
      await text.close();
    }
  }

  /** The whole output: the documents one after the other, each beginning on a line of its own. */
  async *text(): AsyncGenerator<string, void, undefined> {
    let endsLine = true;
    for await (const document of this.documents()) {
      if (document.length > 0 && !endsLine) yield DOCUMENT_SEPARATOR;
      for await (const piece of document.text()) {
        yield piece;
        endsLine = piece.endsWith('\n');
      }
    }
  }

  /**
   * The passages of the source, in order, with what became of each of their units and why: the source is read once more,
   * as far as this is read. Offsets are those of the source as it was given, also where that is what an earlier compression left.
   *
   * @throws {PithError} `usage` unless the compression was asked for it with `explain: true`.
   */
  explanation(): AsyncGenerator<ExplainedPassage, void, undefined> {
    if (this.#explanation !== undefined) return this.#explanation.passages();
    throw new PithError('usage', 'the compression did not keep what it chose by', {
      hint: 'compress with { explain: true }',
    });
  }

  /**
   * The input as it is stored, byte order mark and invalid bytes included, if it is a single document of which nothing
   * was dropped. Undefined where there is only text.
   */
  unchanged(signal?: AbortSignal): AsyncIterable<Uint8Array> | undefined {
    return this.#isWhole && this.#documents.length === 1 ? this.#documents[0]?.bytes?.(signal) : undefined;
  }

  #document(
    source: TextDocument,
    { length, spans, gaps, tokens }: DraftDocument,
    inputTokens: number,
    text: TextCursor,
    { span, gap }: { readonly span: number; readonly gap: number },
  ): CompressedDocument {
    text.expect(length);
    const { id, mediaType } = source;
    const sha256 = source.sha256?.();
    return {
      id,
      mediaType,
      ...(sha256 === undefined ? {} : { sha256 }),
      inputTokens,
      outputTokens: tokens,
      length,
      text: () => text.take(),
      spans: () => this.#spans(span, span + spans),
      gaps: () => this.#gaps(gap, gap + gaps),
    };
  }

  async *#spans(from: number, to: number): AsyncGenerator<Span, void, undefined> {
    for await (const [start, end] of this.#draft.spans.read(from, to))
      yield [charOffset(start), charOffset(end)];
  }

  async *#gaps(from: number, to: number): AsyncGenerator<[number, number], void, undefined> {
    for await (const [start, end] of this.#draft.gaps.read(from, to)) yield [start, end - start];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#explanation?.[Symbol.asyncDispose]();
    await this.#draft[Symbol.asyncDispose]();
  }
}
