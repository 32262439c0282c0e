import type { HeaderCursor } from './header-cursor.ts';

/** What a metadata entry says. */
export type MetadataValue = string | number | boolean | MetadataArray;

/** A list of values. */
export interface MetadataArray {
  readonly count: number;
  /** Empty for lists of texts, which are vocabularies, and for lists longer than any model has layers. */
  readonly items: readonly (number | boolean)[];
}

const TEXT = 8;
const ARRAY = 9;
/** Bytes of a text that is kept; longer ones are templates. */
const LONGEST_TEXT = 2 ** 16;
const MOST_ITEMS = 2 ** 16;

interface Scalar {
  readonly bytes: number;
  readonly read: (bytes: Buffer) => number | boolean;
}

/** The values of fixed length by the number of their type. */
const scalars: ReadonlyMap<number, Scalar> = new Map([
  [0, { bytes: 1, read: (bytes) => bytes.readUInt8() }],
  [1, { bytes: 1, read: (bytes) => bytes.readInt8() }],
  [2, { bytes: 2, read: (bytes) => bytes.readUInt16LE() }],
  [3, { bytes: 2, read: (bytes) => bytes.readInt16LE() }],
  [4, { bytes: 4, read: (bytes) => bytes.readUInt32LE() }],
  [5, { bytes: 4, read: (bytes) => bytes.readInt32LE() }],
  [6, { bytes: 4, read: (bytes) => bytes.readFloatLE() }],
  [7, { bytes: 1, read: (bytes) => bytes.readUInt8() !== 0 }],
  [10, { bytes: 8, read: (bytes) => Number(bytes.readBigUInt64LE()) }],
  [11, { bytes: 8, read: (bytes) => Number(bytes.readBigInt64LE()) }],
  [12, { bytes: 8, read: (bytes) => bytes.readDoubleLE() }],
] satisfies [number, Scalar][]);

/** Reads the type of an entry and its value. Of a text that is too long to matter, nothing is kept. */
export async function readMetadataValue(cursor: HeaderCursor): Promise<MetadataValue> {
  const start = cursor.offset;
  const type = await cursor.u32();
  if (type === ARRAY) return readArray(cursor);
  if (type === TEXT) return readText(cursor);
  const scalar = scalars.get(type);
  if (scalar === undefined) throw cursor.wrong(`an entry has the unknown type ${type}`, start);
  return scalar.read(await cursor.take(scalar.bytes));
}

async function readText(cursor: HeaderCursor): Promise<string> {
  const length = await cursor.u64();
  if (length <= LONGEST_TEXT) return (await cursor.take(length)).toString();
  await cursor.skip(length);
  return '';
}

async function readArray(cursor: HeaderCursor): Promise<MetadataArray> {
  const start = cursor.offset;
  const type = await cursor.u32();
  const count = await cursor.u64();
  if (type === TEXT) {
    await cursor.skipTexts(count);
    return { count, items: [] };
  }
  const scalar = scalars.get(type);
  if (scalar === undefined) throw cursor.wrong(`a list has items of the unknown type ${type}`, start);
  if (count > MOST_ITEMS) {
    await cursor.skip(count * scalar.bytes);
    return { count, items: [] };
  }
  const items: (number | boolean)[] = [];
  for (let item = 0; item < count; item += 1) items.push(scalar.read(await cursor.take(scalar.bytes)));
  return { count, items };
}
