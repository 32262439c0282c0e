import { readFile } from 'node:fs/promises';
import { cachedModels, cachedSentences, type ModelCache } from '../models/cached-models.ts';
import type { Encoder } from '../models/encoder/encoder.ts';
import { cardFiles, loadBaseCard } from '../models/encoder/model-card.ts';
import { loadSentenceEncoder, type SentenceEncoder } from '../models/encoder/sentence-encoder.ts';
import { hashFiles } from '../models/hash-files.ts';
import type { HubOptions } from '../models/hub/hub.ts';
import type { KeepModel } from '../models/keep-model.ts';
import { BackgroundFrequencies } from '../models/lexicon/background.ts';
import { FrequencyTables } from '../models/lexicon/frequency-tables.ts';
import { type LexicalWeights, parseLexicalWeights } from '../models/lexicon/lexical-weights.ts';
import {
  bundledModel,
  dataFile,
  type Level,
  levelModels,
  levels,
  SENTENCE_MODEL,
} from '../models/model-files.ts';
import { LEXICAL_SCORER, openScorer } from '../models/scorer.ts';
import type { TokenCounter } from '../models/tokens/token-counter.ts';
import { defaultTokenizer, tokenCounter } from '../models/tokens/token-counters.ts';
import { PithError } from '../pipeline/errors.ts';

export { type Level, levels } from '../models/model-files.ts';
export const DEFAULT_LEVEL: Level = 6;

export interface ResourceOptions {
  /** How much work a score is worth. @default 6 */
  readonly level?: Level;
  /** What counts tokens: a name, the path of a tokenizer.json, or a counter of yours. @default 'o200k_base' */
  readonly tokenizer?: string | TokenCounter;
  /** How many model calls run at once, each on a thread of its own. @default 1 */
  readonly threads?: number;
  /**
   * What scores instead of the level's own model: `lexical`, a bundled model such as `minilm-l8`, the path of a model
   * card (.json) or of a folder with a token classifier, or one on a hub: `hf:OWNER/NAME@REVISION#FILE`, where
   * revision and file may be left out. Token classifiers know no question: with one, BM25 chooses the passages.
   */
  readonly scorer?: string;
  /** Where models of a hub are found and kept; give `{ environment: process.env }` to honour HF_HOME and the like. */
  readonly hub?: HubOptions;
  /** Where what models say of windows is kept, so that a text is not scored twice; see {@link ScoreCache}. @default nowhere */
  readonly cache?: ModelCache | undefined;
}

/** What is loaded once and serves any number of compressions. */
export interface Resources extends AsyncDisposable {
  readonly counter: TokenCounter;
  readonly background: BackgroundFrequencies;
  readonly frequencies: FrequencyTables;
  readonly lexicalWeights: LexicalWeights;
  /** The level that chose what scores; null where `scorer` did. */
  readonly level: Level | null;
  /** What scores, down to the version and file. */
  readonly scorerName: string;
  /** Scores passages without a question; absent at level 1, where word statistics alone do. */
  readonly scorer: KeepModel | undefined;
  /** The same model, if it reads passages with a question as well. */
  readonly encoder: Encoder | undefined;
  /** Compares sentences with questions, whatever the level; loaded when it is first asked for. */
  sentenceEncoder(): Promise<SentenceEncoder>;
  /** A hash of the files of what scores; other files, other scores. */
  readonly scorerHash: () => Promise<string>;
}

/**
 * Loads what a level needs and nothing more.
 * @throws {PithError} `usage` for an unknown level, tokenizer or scorer, `model` for missing or damaged files.
 */
export async function openResources(options: ResourceOptions = {}): Promise<Resources> {
  const { level = DEFAULT_LEVEL, tokenizer = defaultTokenizer, threads = 1, hub = {} } = options;
  if (!levels.includes(level))
    throw new PithError('usage', `there is no level ${level}`, { hint: `Levels: ${levels.join(', ')}.` });
  const name = options.scorer ?? levelModels.get(level) ?? LEXICAL_SCORER;
  const [counter, background, lexicalWeights, scorer] = await Promise.all([
    typeof tokenizer === 'string' ? tokenCounter(tokenizer) : tokenizer,
    readFile(dataFile('lexicon/english.tsv'), 'utf8').then((table) => new BackgroundFrequencies(table)),
    readFile(dataFile('lexicon/lexical.json'), 'utf8').then(parseLexicalWeights),
    openScorer(name, { threads, hub, lazy: options.cache !== undefined }),
  ]);
  let sentenceEncoder: Promise<SentenceEncoder> | undefined;
  const { model, encoder } = await cachedModels(scorer, options.cache);
  return {
    counter,
    background,
    frequencies: new FrequencyTables(background),
    lexicalWeights,
    level: options.scorer === undefined ? level : null,
    scorerName: scorer.name,
    scorer: model,
    encoder,
    sentenceEncoder() {
      sentenceEncoder ??= openSentenceEncoder(threads, options.cache);
      return sentenceEncoder;
    },
    scorerHash: async () => (await scorer.hash()).toString('hex'),
    async [Symbol.asyncDispose]() {
      await scorer.model?.close();
      await (await sentenceEncoder)?.close();
    },
  };
}

async function openSentenceEncoder(threads: number, cache: ModelCache | undefined): Promise<SentenceEncoder> {
  const card = await loadBaseCard(bundledModel(SENTENCE_MODEL));
  const encoder = await loadSentenceEncoder(card, { threads, lazy: cache !== undefined });
  return cache === undefined ? encoder : cachedSentences(encoder, await hashFiles(cardFiles(card)), cache);
}
