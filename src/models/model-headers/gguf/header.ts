import { HeaderCursor } from './header-cursor.ts';
import { type MetadataValue, readMetadataValue } from './metadata-value.ts';
import { type TensorType, tensorTypes } from './tensor-types.ts';

/** What a GGUF file says before its weights. */
export interface GgufHeader {
  /** For messages. */
  readonly file: string;
  readonly metadata: ReadonlyMap<string, MetadataValue>;
  readonly tensors: readonly TensorInfo[];
  /** Length of all that was read. */
  readonly bytes: number;
}

/** One tensor of a file. */
export interface TensorInfo {
  readonly name: string;
  /** From the dimension whose elements lie side by side to the outermost. */
  readonly shape: readonly number[];
  /** As llama.cpp names it, such as `q4_K`. */
  readonly type: string;
  readonly elements: number;
  readonly bytes: number;
}

const MAGIC = 'GGUF';
const MOST_ENTRIES = 2 ** 16;
const MOST_TENSORS = 2 ** 20;
const LONGEST_NAME = 2 ** 16;
const MOST_DIMENSIONS = 4;

/**
 * Reads the header of a GGUF file of version 2 or 3, and no more of its bytes than that takes.
 *
 * @throws {PithError} `model` that names file and offset, if it is damaged, cut or none.
 */
export async function readGgufHeader(bytes: AsyncIterable<Uint8Array>, file: string): Promise<GgufHeader> {
  await using cursor = new HeaderCursor(bytes, file);
  await checkVersion(cursor);
  const tensorCount = await cursor.count(MOST_TENSORS, 'tensors');
  const entryCount = await cursor.count(MOST_ENTRIES, 'metadata entries');
  const metadata = new Map<string, MetadataValue>();
  for (let entry = 0; entry < entryCount; entry += 1) {
    const start = cursor.offset;
    const key = await cursor.text(LONGEST_NAME, 'the name of an entry');
    if (metadata.has(key)) throw cursor.wrong(`the entry ${key} comes a second time`, start);
    metadata.set(key, await readMetadataValue(cursor));
  }
  const tensors = new Map<string, TensorInfo>();
  for (let tensor = 0; tensor < tensorCount; tensor += 1) {
    const start = cursor.offset;
    const info = await readTensorInfo(cursor);
    if (tensors.has(info.name)) throw cursor.wrong(`the tensor ${info.name} comes a second time`, start);
    tensors.set(info.name, info);
  }
  return { file, metadata, tensors: [...tensors.values()], bytes: cursor.offset };
}

async function checkVersion(cursor: HeaderCursor): Promise<void> {
  const magic = await cursor.take(MAGIC.length);
  if (magic.toString('latin1') !== MAGIC) throw cursor.wrong(`it does not begin with ${MAGIC}`, 0);
  const version = await cursor.u32();
  if (version === 2 || version === 3) return;
  // Read from the wrong end, a small number is large.
  const kind = version > 0xffff ? 'bytes in big-endian order' : `version ${version}`;
  throw cursor.wrong(`it has ${kind}, and versions 2 and 3 in little-endian order are read`, 4);
}

async function readTensorInfo(cursor: HeaderCursor): Promise<TensorInfo> {
  const name = await cursor.text(LONGEST_NAME, 'the name of a tensor');
  const start = cursor.offset;
  const dimensions = await cursor.u32();
  if (dimensions > MOST_DIMENSIONS) throw cursor.wrong(`${name} has ${dimensions} dimensions`, start);
  const shape: number[] = [];
  for (let dimension = 0; dimension < dimensions; dimension += 1) shape.push(await cursor.u64());
  const number = await cursor.u32();
  const type = tensorTypes.get(number);
  if (type === undefined) throw cursor.wrong(`${name} has the unknown type ${number}`, start);
  // Where the weights lie is of no concern.
  await cursor.skip(8);
  const elements = shape.reduce((product, length) => product * length, 1);
  const bytes = bytesOf(type, elements);
  const isWhole = (shape[0] ?? 1) % type.block === 0;
  if (!Number.isSafeInteger(elements) || !Number.isSafeInteger(bytes) || !isWhole) {
    throw cursor.wrong(`${name} has the impossible shape ${shape.join(' × ')} for ${type.name}`, start);
  }
  return { name, shape, type: type.name, elements, bytes };
}

function bytesOf({ block, bytes }: TensorType, elements: number): number {
  return (elements / block) * bytes;
}
