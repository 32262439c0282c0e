import { createHash } from 'node:crypto';
import { arch, cpus } from 'node:os';
import type { Encoder, EncoderWindow } from './encoder/encoder.ts';
import type { SentenceEncoder } from './encoder/sentence-encoder.ts';
import type { KeepModel } from './keep-model.ts';
import type { Scorer } from './scorer.ts';

/** Keeps what models said of windows. */
export interface ModelCache {
  /**
   * The part of one model, or of one of its heads.
   * @param name - for people
   * @param hash - of all that its scores depend on but the window
   */
  scorer(name: string, hash: Uint8Array): WindowCache;
}

/** Keeps what one model said of windows; a window is known by a hash of what it holds. */
export interface WindowCache {
  get(window: Uint8Array): Uint8Array | undefined;
  set(window: Uint8Array, value: Uint8Array): void;
}

/** Raise it whenever the same files and window give other scores: a new runtime, another layout of the window. */
const VERSION = 1;

/**
 * The models of a scorer, not asked again about a window that they have seen. That changes no score: what a model says of
 * a window depends on the window alone.
 */
export async function cachedModels(
  { model, encoder, hash }: Scorer,
  cache: ModelCache | undefined,
): Promise<Pick<Scorer, 'model' | 'encoder'>> {
  if (cache === undefined || model === undefined) return { model, encoder };
  return {
    model: keepModel(model, cache.scorer(`${model.name} keep`, scorerHash('keep', await hash()))),
    encoder: encoder && cachedEncoder(encoder, await hash(), cache),
  };
}

/**
 * The same for an encoder, with all that it says of a window.
 * @param files - a hash of those it was made from
 */
export function cachedEncoder(encoder: Encoder, files: Uint8Array, cache: ModelCache): Encoder {
  const windows = cache.scorer(`${encoder.card.name} question`, scorerHash('question', files));
  return {
    ...encoder,
    async run(window, signal) {
      const key = windowKey(window);
      const known = windows.get(key);
      if (known !== undefined) {
        const values = floats(known);
        return { relevance: values[0] ?? 0, tokens: values.subarray(1) };
      }
      const output = await encoder.run(window, signal);
      const values = new Float32Array(1 + output.tokens.length);
      values[0] = output.relevance;
      values.set(output.tokens, 1);
      windows.set(key, bytes(values));
      return output;
    },
  };
}

/** The same for a model that embeds sentences. */
export function cachedSentences(
  encoder: SentenceEncoder,
  files: Uint8Array,
  cache: ModelCache,
): SentenceEncoder {
  const windows = cache.scorer(`${encoder.card.name} embedding`, scorerHash('embedding', files));
  const embed = remembered(windows, encoder.embed);
  return { ...encoder, embed };
}

function keepModel(model: KeepModel, windows: WindowCache): KeepModel {
  return { ...model, keep: remembered(windows, model.keep) };
}

/** What gives numbers for a window, not asked again about one that it has seen. */
function remembered(windows: WindowCache, call: KeepModel['keep']): KeepModel['keep'] {
  return async (pieces, signal) => {
    const key = windowKey(pieces);
    const known = windows.get(key);
    if (known !== undefined) return floats(known);
    const numbers = await call(pieces, signal);
    windows.set(key, bytes(numbers));
    return numbers;
  };
}

/** The last bits of a score differ from one kind of processor to another. */
function scorerHash(head: string, files: Uint8Array): Uint8Array {
  const about = JSON.stringify([VERSION, head, arch(), cpus()[0]?.model]);
  return createHash('sha256').update(files).update(about).digest();
}

/** Half of a SHA-256 tells apart more windows than there will ever be. */
const KEY_BYTES = 16;

function windowKey({ question, ids, types }: EncoderWindow): Uint8Array {
  const lengths = Int32Array.of(question?.length ?? -1, ids.length);
  const hash = createHash('sha256').update(bytes(lengths));
  if (question !== undefined) hash.update(bytes(question));
  return hash.update(bytes(ids)).update(types).digest().subarray(0, KEY_BYTES);
}

function bytes({ buffer, byteOffset, byteLength }: Int32Array | Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Copied, as the bytes of a database need not lie where numbers may. */
function floats(stored: Uint8Array): Float32Array {
  return new Float32Array(Uint8Array.from(stored).buffer);
}
