import { PithError } from '../../pipeline/errors.ts';
import { mapOrdered } from '../../pipeline/map-ordered.ts';
import type { Encoder, EncoderOutput } from '../encoder/encoder.ts';
import type { Fusion, ModelCard } from '../encoder/model-card.ts';
import { MAX_QUESTION_PIECES } from '../encoder/piece-limits.ts';
import type { AnswerOptions, AnswerRequest, EngineReply, ExtractiveEngine } from './engine.ts';
import { bestConfidence, rankAnswers } from './reader/answers.ts';
import { chooseWindows, mostSharedFirst, type ReaderWindow, readerWindows } from './reader/windows.ts';
import { SURE } from './sure.ts';

export interface ReaderOptions {
  /**
   * Windows of about 220 word pieces that one question may read. Of a longer context the windows that share most
   * with the question are read; the reply says how many.
   * @default 512
   */
  readonly maxWindows?: number;
  /** Weight of a window's relevance against its span's logits. @default what the encoder's card says */
  readonly relevanceWeight?: number;
}

/** What the reader needs of an encoder. */
export interface ReaderEncoder extends Pick<Encoder, 'tokenizer' | 'run' | 'close'> {
  readonly card: Pick<ModelCard, 'maxPieces'> & { readonly fusion: Pick<Fusion, 'reader'> };
}

/**
 * The embedded extractive reader: cuts answers from the context with the encoder's answer and relevance heads.
 * Owns the encoder: closing the engine closes it.
 */
export function readerEngine(encoder: ReaderEncoder, options: ReaderOptions = {}): ExtractiveEngine {
  const { maxWindows = 512, relevanceWeight = encoder.card.fusion.reader.relevance } = options;
  return {
    type: 'extractive',
    name: 'reader',
    contextLimit: Number.POSITIVE_INFINITY,
    answer: (request, run) => answer(encoder, request, { ...run, maxWindows, relevanceWeight }),
    close: () => encoder.close(),
  };
}

async function answer(
  encoder: ReaderEncoder,
  { question, context, answers: count = 1, earlyExit = false }: AnswerRequest,
  { signal, onText, onProgress, maxWindows, relevanceWeight }: AnswerOptions & Required<ReaderOptions>,
): Promise<EngineReply> {
  const questionIds = encoder.tokenizer.encode(question).ids.slice(0, MAX_QUESTION_PIECES);
  if (questionIds.length === 0) throw emptyQuestion();

  const size = Math.min(windowPieces, encoder.card.maxPieces - MAX_QUESTION_PIECES - specialPieces);
  const windows = context.flatMap((document) =>
    readerWindows(encoder.tokenizer.encode(document.text), document, size),
  );
  // What looks best is read first where reading may end before all is read.
  const chosen = earlyExit
    ? mostSharedFirst(windows, questionIds).slice(0, maxWindows)
    : chooseWindows(windows, questionIds, maxWindows);
  const run = ({ ids, types }: ReaderWindow, runSignal: AbortSignal) =>
    encoder.run({ question: questionIds, ids, types }, runSignal);
  const outputs: EncoderOutput[] = [];
  for await (const output of mapOrdered(each(chosen), windowsInFlight, run, signal)) {
    outputs.push(output);
    onProgress?.(outputs.length, chosen.length);
    const window = chosen[outputs.length - 1] as ReaderWindow;
    if (earlyExit && bestConfidence(window, output) >= SURE) break;
  }
  const read = chosen.slice(0, outputs.length);
  const answers = rankAnswers(read, outputs, { count, relevanceWeight });
  if (answers[0] !== undefined) onText?.(answers[0].text);
  return { answers, windows: { read: read.length, total: windows.length } };
}

const windowPieces = 220;
/** [CLS], and [SEP] after question and passage. */
const specialPieces = 3;
/** Enough to keep every thread of an encoder busy; it runs no more at once than it has threads for. */
const windowsInFlight = 64;

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

function emptyQuestion(): PithError {
  return new PithError('usage', 'The question has no words.', { hint: 'Give one with -q or --question.' });
}
