import { type TextDocument, textDocument } from '../stages/document.ts';
import { checkBudget } from './budget.ts';
import { checkCompressOptions, checkSource } from './check-arguments.ts';
import type { CompressOptions } from './compress-options.ts';
import { compressSource } from './compress-source.ts';
import type { Compression } from './compression.ts';
import { openResources, type ResourceOptions, type Resources } from './resources.ts';
import { type StreamSource, streamWith } from './stream/compress-stream.ts';
import type { StreamOptions } from './stream/stream-options.ts';
import type { StreamPart } from './stream/stream-run.ts';

/** Text, or documents that share one budget. */
export type CompressSource = string | readonly TextDocument[];

/** Loaded models that serve any number of compressions. Dispose of it to end their threads. */
export interface Compressor extends AsyncDisposable {
  /**
   * Compresses under one budget.
   * @throws {PithError} `usage` for senseless arguments, `protected` where protected text does not fit, `input` where
   * a document cannot be read, `aborted` when the signal aborts.
   */
  compress(source: CompressSource, options?: CompressOptions): Promise<Compression>;
  /** Compresses a text while it comes; see {@link compressStream}. */
  stream(source: StreamSource, options?: StreamOptions): AsyncGenerator<StreamPart, void, undefined>;
}

/**
 * Loads what a level needs.
 * @throws {PithError} `usage` for an unknown level or tokenizer, `model` for missing or damaged files.
 */
export async function openCompressor(options: ResourceOptions = {}): Promise<Compressor> {
  return compressorOf(await openResources(options));
}

/** A compressor over resources that are loaded; disposing of it disposes of them. */
export function compressorOf(resources: Resources): Compressor {
  return {
    async compress(source, compressOptions = {}) {
      checkArguments(source, compressOptions);
      const documents = typeof source === 'string' ? [textDocument(source)] : source;
      return await compressSource(resources, documents, compressOptions);
    },
    stream: (source, streamOptions = {}) => streamWith(resources, source, streamOptions),
    [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose](),
  };
}

/**
 * Cuts text to an exact token budget, keeping what matters most; every character of the output is a character
 * of the source, with a known offset.
 *
 * @example
 * await using result = await compress(text, { question: 'Who signed?', budget: { type: 'tokens', tokens: 2000 } });
 * for await (const piece of result.text()) process.stdout.write(piece);
 */
export async function compress(
  source: CompressSource,
  options: ResourceOptions & CompressOptions = {},
): Promise<Compression> {
  checkArguments(source, options);
  await using compressor = await openCompressor(options);
  return await compressor.compress(source, options);
}

function checkArguments(source: CompressSource, options: CompressOptions): void {
  checkSource(source);
  checkCompressOptions(options);
  if (options.budget !== undefined) checkBudget(options.budget);
}
