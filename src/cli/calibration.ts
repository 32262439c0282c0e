import { canSkim, SKIM_CANDIDATES, TERM_CANDIDATES } from '../compress/candidates.ts';
import { type CompressOptions, questionsOf } from '../compress/compress-options.ts';
import { openCompressor } from '../compress/compressor.ts';
import type { ResourceOptions } from '../compress/resources.ts';
import { LEXICAL_SCORER } from '../models/scorer.ts';
import { type TextDocument, textDocument } from '../stages/document.ts';
import type { MediaType } from '../stages/media-type.ts';
import { Segmenter } from '../stages/segment/segmenter.ts';

/** Characters that are compressed to measure how fast word statistics are, and how fast the model is. */
const WORDS_LENGTH = 262_144;
const MODEL_LENGTH = 24_576;
/** What comparing the sentences of a passage costs beside its reading by the default encoder, which has twice the layers. */
const SKIM_COST = 0.5;
/** Characters before those of the model, so that what is measured is warm. */
const WARM_LENGTH = 4096;

/** What a short trial says of a whole run. */
export interface Calibration {
  /** Seconds that the run is expected to take. */
  readonly seconds: number;
  /** What would score, down to the version and file. */
  readonly scorer: string;
}

/** How large the whole input is. */
export interface InputSize {
  readonly documents: readonly TextDocument[];
  /** Characters of each document. */
  readonly characters: readonly number[];
}

/**
 * Compresses the beginning of an input, to say how long the whole of it takes on this machine as it is now. Word statistics
 * grow with the input; a model reads all passages, or with a question the best of them.
 */
export async function calibrate(
  resources: ResourceOptions,
  options: CompressOptions,
  { documents, characters }: InputSize,
): Promise<Calibration> {
  const sample = await beginningOf(documents, options.signal);
  const part = beginningOfText(sample, MODEL_LENGTH);
  const budget = { type: 'ratio', ratio: 4 } as const;
  const trial = { ...options, budget, strict: false, protect: [], perDocument: false };
  const words = await timed({ ...resources, scorer: LEXICAL_SCORER }, sample, sample, trial);
  const whole = await timed(resources, beginningOfText(part, WARM_LENGTH), part, trial);
  const wordsRate = words.seconds / Math.max(1, lengthOf(sample));
  const ownPassages = passagesOf(part);
  const forPassages = Math.max(0, whole.seconds - wordsRate * lengthOf(part));
  const dense = ownPassages / Math.max(1, lengthOf(part));
  const questions = whole.knowsQuestion ? questionsOf(options).length : 0;
  const parts = options.perDocument === true ? characters : [characters.reduce((a, b) => a + b, 0)];
  const read = parts.reduce((sum, length) => sum + passagesRead(length, dense, questions), 0);
  const total = characters.reduce((sum, length) => sum + length, 0);
  const forModel = whole.scorer === LEXICAL_SCORER ? 0 : (forPassages / Math.max(1, ownPassages)) * read;
  return { seconds: whole.opening + wordsRate * total + forModel, scorer: whole.scorer };
}

/** How many passages the model reads of so many characters; one whose sentences are compared counts as its part of one. */
function passagesRead(characters: number, dense: number, questions: number): number {
  const all = Math.ceil(characters * dense);
  if (questions === 0 || all <= TERM_CANDIDATES) return all;
  return canSkim(characters) ? SKIM_CANDIDATES + SKIM_COST * all : TERM_CANDIDATES;
}

/** A text by itself, and its media type. */
type Sample = readonly [text: string, mediaType: MediaType];

async function beginningOf(
  documents: readonly TextDocument[],
  signal: AbortSignal | undefined,
): Promise<Sample> {
  let text = '';
  for (const document of documents)
    for await (const chunk of document.open(signal)) {
      text += chunk;
      if (text.length >= WORDS_LENGTH) return [text.slice(0, WORDS_LENGTH), document.mediaType];
    }
  return [text, documents[0]?.mediaType ?? 'text/plain'];
}

function beginningOfText([text, mediaType]: Sample, length: number): Sample {
  return [text.slice(0, length), mediaType];
}

function lengthOf([text]: Sample): number {
  return text.length;
}

function passagesOf([text, mediaType]: Sample): number {
  const segmenter = new Segmenter({ document: 0, firstIndex: 0, mediaType });
  return segmenter.push(text).length + segmenter.end().length;
}

/** Times a compression after another that warms the program up. */
async function timed(resources: ResourceOptions, warm: Sample, sample: Sample, options: CompressOptions) {
  const started = performance.now();
  await using compressor = await openCompressor(resources);
  const opening = (performance.now() - started) / 1000;
  await using _ = await compressor.compress([documentOf(warm)], options);
  await using result = await compressor.compress([documentOf(sample)], options);
  const { seconds, scorer, passes } = result.stats;
  return { opening, seconds, scorer, knowsQuestion: passes.some(({ name }) => name === 'rank') };
}

function documentOf([text, mediaType]: Sample): TextDocument {
  return textDocument(text, { mediaType });
}
