import { createReadStream } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { PithError } from '../../pipeline/errors.ts';
import { isFile, isFolder } from '../file-kind.ts';
import { Hub, type HubOptions } from '../hub/hub.ts';
import { isHubId, parseHubId } from '../hub/hub-id.ts';
import { ggufPath } from '../model-files.ts';
import { modelOfConfig } from './config/geometry.ts';
import type { FoundModel } from './found-model.ts';
import { modelOfGguf } from './gguf/geometry.ts';
import { readGgufModel } from './gguf/model-files.ts';

/** Where what describes a model is read from. */
interface ModelSource {
  /** A config.json or a GGUF file. */
  readonly file: string;
  /** What to call a model whose file does not say it. */
  readonly name: string;
  /** What engines load it by. */
  readonly repository?: string;
  /** The bytes of a file, from its beginning on. */
  readonly open: (file: string) => AsyncIterable<Uint8Array>;
}

/** Bytes of a configuration at most. */
const LARGEST_CONFIG = 2 ** 24;

/**
 * Reads what a model is, without its weights. It may be named by a GGUF file, of which only the header is read; by a
 * config.json or a folder with one; by `hf:OWNER/NAME` or `hf:OWNER/NAME#FILE.gguf`; by the address of such a file; or as `scout-nano`.
 *
 * @throws {PithError} `usage` if it is none of these, `model` if what is there cannot be read or says too little.
 */
export async function readModel(reference: string, options: HubOptions = {}): Promise<FoundModel> {
  await using hub = await Hub.open(options);
  const source = await sourceOf(reference, hub);
  if (isGguf(source.file))
    return withFile(modelOfGguf(await readGgufModel(source.open, source.file)), source.file);
  const { model, warnings } = modelOfConfig(await readJson(source), source.name, source.file);
  const { repository } = source;
  return { model: repository === undefined ? model : { ...model, repository }, warnings };
}

/** Says where the weights lie, for what launches the model. */
function withFile(found: FoundModel, file: string): FoundModel {
  const { model, quantisation } = found;
  if (quantisation === undefined) return found;
  return { ...found, model: { ...model, checkpoints: { [quantisation.name]: file } } };
}

async function sourceOf(name: string, hub: Hub): Promise<ModelSource> {
  const reference = ggufPath(name);
  if (isHubId(reference)) {
    const id = parseHubId(reference);
    const { repository, file = 'config.json' } = id;
    return { file, name: basename(repository), repository, open: (name) => hub.bytes(id, name) };
  }
  if (/^https?:\/\//i.test(reference) && URL.canParse(reference)) {
    const name = basename(new URL(reference).pathname);
    return { file: reference, name, open: (address) => hub.bytesOf(new URL(address)) };
  }
  if (await isFolder(reference)) {
    return { file: join(reference, 'config.json'), name: basename(resolve(reference)), open: localBytes };
  }
  if (await isFile(reference)) return { file: reference, name: basename(reference), open: localBytes };
  throw new PithError('usage', `${reference} is no model that can be read`, {
    hint: 'name a GGUF file, a config.json, the folder of one, hf:OWNER/NAME, or hf:OWNER/NAME#FILE.gguf',
  });
}

function isGguf(file: string): boolean {
  return /\.gguf(?:\?.*)?$/i.test(file);
}

async function* localBytes(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PithError('model', `${path} cannot be read: ${reason}`, { cause, at: { document: path } });
  }
}

async function readJson({ file, open }: ModelSource): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of open(file)) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > LARGEST_CONFIG) throw noConfig(file, `it has more than ${LARGEST_CONFIG} bytes`);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch (cause) {
    throw noConfig(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function noConfig(file: string, reason: string, cause?: unknown): PithError {
  return new PithError('model', `${file} is no configuration of a model: ${reason}`, {
    cause,
    at: { document: file },
    hint: 'name the config.json of a language model, or a file that ends in .gguf',
  });
}
