import { type TextDocument, textDocument } from '../stages/document.ts';
import type { Compression } from './compression.ts';
import { openResources, type ResourceOptions } from './resources.ts';
import { type CompressOptions, runCompression } from './run-compression.ts';

/** Text, or documents that share one budget. */
export type CompressSource = string | readonly TextDocument[];

/** Loaded models that serve any number of compressions. Dispose of it to end their threads. */
export interface Compressor extends AsyncDisposable {
  /**
   * Compresses under one budget.
   * @throws {PithError} `usage` for senseless options, `protected` where protected text does not fit, `input` where
   * a document cannot be read, `aborted` when the signal aborts.
   */
  compress(source: CompressSource, options?: CompressOptions): Promise<Compression>;
}

/**
 * Loads what a level needs.
 * @throws {PithError} `usage` for an unknown level or tokenizer, `model` for missing or damaged files.
 */
export async function openCompressor(options: ResourceOptions = {}): Promise<Compressor> {
  const resources = await openResources(options);
  return {
    compress: (source, compressOptions = {}) =>
      runCompression(
        resources,
        typeof source === 'string' ? [textDocument(source)] : source,
        compressOptions,
      ),
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
  await using compressor = await openCompressor(options);
  return await compressor.compress(source, options);
}
