import { Decompress } from 'fzstd';
import xxhash from 'xxhash-wasm';
import { ByteCursor } from '../../pipeline/byte-cursor.ts';

/** What begins a frame, and what begins one that holds no data: the last four bits of that are free (RFC 8878). */
const FRAME = 0xfd2fb528;
const SKIPPABLE = 0x184d2a5;
/** A block of this type stands for one byte, many times. */
const RUN = 1;
const MOST_BLOCK = 2 ** 17;
/** What is read back in, and so held in memory: as much as `zstd` itself allows where nobody asks for more. */
const MOST_WINDOW = 2 ** 27;
const SKIPPED = 2 ** 16;

/**
 * What a zstd file holds, frame by frame, block by block. fzstd decodes the blocks, and compares nothing: each frame that has
 * a checksum is compared with it here.
 *
 * @throws {Error} for what is damaged, or needs a dictionary or too much memory
 */
export async function* unzstd(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  await using input = new ByteCursor(bytes);
  while (!(await input.isAtEnd())) {
    const magic = await take(4, input);
    const kind = magic.readUInt32LE();
    if (kind === FRAME) yield* frame(magic, input);
    else if (kind >>> 4 === SKIPPABLE) await skip((await take(4, input)).readUInt32LE(), input);
    else throw new Error('there is something in it that is no zstd data');
  }
}

async function* frame(magic: Buffer, input: ByteCursor): AsyncGenerator<Uint8Array> {
  const { bytes, hasChecksum } = await frameHeader(input);
  const { create64 } = await xxhash();
  const hash = create64();
  let decoded: Uint8Array[] = [];
  const decoder = new Decompress((chunk) => decoded.push(chunk));
  function* taken(): Generator<Uint8Array> {
    for (const chunk of decoded) hash.update(chunk);
    yield* decoded;
    decoded = [];
  }
  decoder.push(Buffer.concat([magic, bytes]));
  for (let isLast = false; !isLast; ) {
    const head = await take(3, input);
    const bits = head.readUIntLE(0, 3);
    isLast = (bits & 1) === 1;
    const size = bits >>> 3;
    if (size > MOST_BLOCK) throw new Error('a block is too large');
    const body = await take(((bits >>> 1) & 3) === RUN ? 1 : size, input);
    decoder.push(Buffer.concat([head, body]));
    yield* taken();
  }
  const checksum = await take(hasChecksum ? 4 : 0, input);
  decoder.push(checksum, true);
  yield* taken();
  if (hasChecksum && checksum.readUInt32LE() !== Number(hash.digest() & 0xffff_ffffn))
    throw new Error('its checksum is another');
}

/** The header of a frame, but for what it begins with. */
async function frameHeader(input: ByteCursor) {
  const first = await take(1, input);
  const flags = first.readUInt8();
  const isWhole = (flags & 0x20) !== 0;
  const sizeBytes = [isWhole ? 1 : 0, 2, 4, 8][flags >>> 6] ?? 0;
  if ((flags & 3) !== 0) throw new Error('it needs a dictionary');
  const window = await take(isWhole ? 0 : 1, input);
  const size = await take(sizeBytes, input);
  if ((isWhole ? contentSize(size) : windowSize(window)) > MOST_WINDOW)
    throw new Error(`it needs more than ${MOST_WINDOW / 2 ** 20} MiB of memory`);
  return { bytes: Buffer.concat([first, window, size]), hasChecksum: (flags & 4) !== 0 };
}

function windowSize(window: Buffer): number {
  const code = window.readUInt8();
  return 2 ** (10 + (code >>> 3)) * (1 + (code & 7) / 8);
}

/** Of a frame that is one window. */
function contentSize(size: Buffer): number {
  return size.length === 8 ? Number(size.readBigUInt64LE()) : size.readUIntLE(0, size.length);
}

async function skip(length: number, input: ByteCursor): Promise<void> {
  for (let left = length; left > 0; left -= SKIPPED) await take(Math.min(left, SKIPPED), input);
}

/** A copy, as the source may write into its chunk again. */
async function take(length: number, input: ByteCursor): Promise<Buffer> {
  return Buffer.from(await input.take(length));
}
