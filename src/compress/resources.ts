import { readFile } from 'node:fs/promises';
import { type Encoder, loadEncoder } from '../models/encoder/encoder.ts';
import { loadModelCard } from '../models/encoder/model-card.ts';
import { BackgroundFrequencies } from '../models/lexicon/background.ts';
import { FrequencyTables } from '../models/lexicon/frequency-tables.ts';
import { type LexicalWeights, parseLexicalWeights } from '../models/lexicon/lexical-weights.ts';
import { dataFile, modelForLevel } from '../models/model-files.ts';
import type { TokenCounter } from '../models/tokens/token-counter.ts';
import { defaultTokenizer, tokenCounter } from '../models/tokens/token-counters.ts';
import { PithError } from '../pipeline/errors.ts';

/** 1: word statistics alone. 6: an encoder of three layers. 9: one of six. */
export const levels = [1, 6, 9] as const;
export type Level = (typeof levels)[number];
export const DEFAULT_LEVEL: Level = 6;

export interface ResourceOptions {
  /** How much work a score is worth. @default 6 */
  readonly level?: Level;
  /** What counts tokens: a name, the path of a tokenizer.json, or a counter of yours. @default 'o200k_base' */
  readonly tokenizer?: string | TokenCounter;
  /** How many model calls run at once, each on a thread of its own. @default 1 */
  readonly threads?: number;
  /** Path of a model card to use instead of the level's own model. */
  readonly model?: string;
}

/** What is loaded once and serves any number of compressions. */
export interface Resources extends AsyncDisposable {
  readonly level: Level;
  readonly counter: TokenCounter;
  readonly background: BackgroundFrequencies;
  readonly frequencies: FrequencyTables;
  readonly lexicalWeights: LexicalWeights;
  /** Absent at level 1. */
  readonly encoder: Encoder | undefined;
}

/**
 * Loads what a level needs and nothing more.
 * @throws {PithError} `usage` for an unknown level or tokenizer, `model` for missing or damaged files.
 */
export async function openResources(options: ResourceOptions = {}): Promise<Resources> {
  const { level = DEFAULT_LEVEL, tokenizer = defaultTokenizer, threads = 1, model } = options;
  if (!levels.includes(level))
    throw new PithError('usage', `there is no level ${level}`, { hint: `Levels: ${levels.join(', ')}.` });
  const [counter, background, lexicalWeights, encoder] = await Promise.all([
    typeof tokenizer === 'string' ? tokenCounter(tokenizer) : tokenizer,
    readFile(dataFile('lexicon/english.tsv'), 'utf8').then((table) => new BackgroundFrequencies(table)),
    readFile(dataFile('lexicon/lexical.json'), 'utf8').then(parseLexicalWeights),
    level === 1 && model === undefined ? undefined : openEncoder(model ?? modelForLevel(level), threads),
  ]);
  return {
    level,
    counter,
    background,
    frequencies: new FrequencyTables(background),
    lexicalWeights,
    encoder,
    async [Symbol.asyncDispose]() {
      await encoder?.close();
    },
  };
}

async function openEncoder(card: string, threads: number): Promise<Encoder> {
  return loadEncoder(await loadModelCard(card), { threads });
}
