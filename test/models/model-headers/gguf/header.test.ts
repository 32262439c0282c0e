import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
// biome-ignore lint/correctness/useImportExtensions: the types of the module lie beside it
import { ggufHeader, type TypedValue, type WrittenTensor } from '../../../../bench/planner/gguf-writer.mjs';
import { type GgufHeader, readGgufHeader } from '../../../../src/models/model-headers/gguf/header.ts';
import { tensorTypes } from '../../../../src/models/model-headers/gguf/tensor-types.ts';

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function read(bytes: Buffer, size = 64): Promise<GgufHeader> {
  return readGgufHeader(inChunks(bytes, size), 'a.gguf');
}

const scalar: fc.Arbitrary<TypedValue> = fc.oneof(
  fc.record({ u8: fc.integer({ min: 0, max: 255 }) }),
  fc.record({ i8: fc.integer({ min: -128, max: 127 }) }),
  fc.record({ u16: fc.integer({ min: 0, max: 65_535 }) }),
  fc.record({ i16: fc.integer({ min: -32_768, max: 32_767 }) }),
  fc.record({ u32: fc.nat() }),
  fc.record({ i32: fc.integer() }),
  fc.record({ f32: fc.float({ noNaN: true }) }),
  fc.record({ bool: fc.boolean() }),
  fc.record({ string: fc.string({ unit: 'grapheme' }) }),
  fc.record({ u64: fc.maxSafeNat() }),
  fc.record({ i64: fc.maxSafeInteger() }),
  fc.record({ f64: fc.double({ noNaN: true }) }),
);
const list: fc.Arbitrary<TypedValue> = fc.oneof(
  fc.record({ u32: fc.array(fc.nat()) }),
  fc.record({ bool: fc.array(fc.boolean()) }),
  fc.record({ string: fc.array(fc.string()) }),
);
const name = fc.string({ unit: 'grapheme', maxLength: 80 });
const metadata = fc.dictionary(name, fc.oneof(scalar, list), { maxKeys: 20, noNullPrototype: true });
const tensor: fc.Arbitrary<WrittenTensor> = fc
  .tuple(
    fc.constantFrom(...tensorTypes.keys()),
    fc.integer({ min: 1, max: 20 }),
    fc.array(fc.integer({ min: 1, max: 1000 }), { maxLength: 3 }),
    name,
  )
  .map(([type, blocks, others, name]) => {
    const { block, bytes } = tensorTypes.get(type) as { block: number; bytes: number };
    const rows = others.reduce((product, length) => product * length, 1);
    return { name, type, shape: [blocks * block, ...others], bytes: rows * blocks * bytes };
  });
const contents = fc.record({
  version: fc.constantFrom(2, 3),
  metadata,
  tensors: fc.uniqueArray(tensor, { maxLength: 20, selector: ({ name }) => name }),
});

function asRead(value: TypedValue): unknown {
  const [[type, item] = []] = Object.entries(value);
  if (!Array.isArray(item)) return item;
  return { count: item.length, items: type === 'string' ? [] : item };
}

describe('the header of a GGUF file', () => {
  it('says what was written into it, however its bytes come', () =>
    fc.assert(
      fc.asyncProperty(contents, fc.integer({ min: 1, max: 300 }), async (written, size) => {
        const header = await read(ggufHeader(written), size);
        const expected = Object.entries(written.metadata).map(([key, value]) => [key, asRead(value)]);
        expect([...header.metadata]).toEqual(expected);
        expect(header.tensors.map(({ name, shape, bytes }) => ({ name, shape, bytes }))).toEqual(
          written.tensors.map(({ name, shape, bytes }) => ({ name, shape, bytes })),
        );
      }),
    ));

  it('is refused where it is cut, with the place where it ends', () =>
    fc.assert(
      fc.asyncProperty(contents, fc.nat(), async (written, cut) => {
        const whole = ggufHeader(written);
        const { bytes } = await read(whole);
        const length = cut % bytes;
        await expect(read(whole.subarray(0, length))).rejects.toMatchObject({
          code: 'model',
          at: { document: 'a.gguf', offset: length },
          message: expect.stringContaining('ends inside its header'),
        });
      }),
    ));

  it('is read or refused with its place, whatever the bytes', () =>
    fc.assert(
      fc.asyncProperty(contents, fc.array(fc.tuple(fc.nat(), fc.nat(255))), async (written, changes) => {
        const bytes = ggufHeader(written);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        await read(bytes).catch((error: unknown) => {
          expect(error).toMatchObject({ code: 'model', at: { document: 'a.gguf' } });
          expect((error as { at: { offset: number } }).at.offset).toBeLessThanOrEqual(bytes.length);
        });
      }),
    ));

  it('is all that is read of a file', async () => {
    const header = ggufHeader({ metadata: { a: { u32: 1 } }, tensors: [] });
    let isLeft = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        yield header;
        for (;;) yield new Uint8Array(2 ** 20);
      } finally {
        isLeft = true;
      }
    }
    expect((await readGgufHeader(endless(), 'a.gguf')).metadata.get('a')).toBe(1);
    expect(isLeft).toBe(true);
  });

  it('leaves out texts that are too long to matter', async () => {
    const template = 'x'.repeat(100_000);
    const written = { metadata: { template: { string: template }, a: { u32: 1 } }, tensors: [] };
    const header = await read(ggufHeader(written), 1000);
    expect([...header.metadata]).toEqual([
      ['template', ''],
      ['a', 1],
    ]);
  });
});

/** The first bytes of a file: magic, version, and counts of tensors and entries. */
function start(version: number, tensors: bigint, entries: bigint, ...rest: readonly Buffer[]): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.write('GGUF');
  bytes.writeUInt32LE(version, 4);
  bytes.writeBigUInt64LE(tensors, 8);
  bytes.writeBigUInt64LE(entries, 16);
  return Buffer.concat([bytes, ...rest]);
}

function words(...values: readonly (number | bigint)[]): Buffer {
  const parts = values.map((value) => {
    const bytes = Buffer.alloc(typeof value === 'bigint' ? 8 : 4);
    if (typeof value === 'bigint') bytes.writeBigUInt64LE(value);
    else bytes.writeUInt32LE(value);
    return bytes;
  });
  return Buffer.concat(parts);
}

const key = Buffer.concat([words(1n), Buffer.from('k')]);
const HUGE = 2n ** 60n;

describe('a hostile header', () => {
  it.each<[string, Buffer, number, string]>([
    ['no file of this kind', Buffer.from('{"model_type": "llama"}'), 0, 'does not begin with GGUF'],
    ['an old version', start(1, 0n, 0n), 4, 'version 1'],
    ['the other order of bytes', start(0x0300_0000, 0n, 0n), 4, 'big-endian'],
    ['too many tensors', start(3, HUGE, 0n), 8, 'tensors'],
    ['too many entries', start(3, 0n, HUGE), 16, 'metadata entries'],
    ['a name without end', start(3, 0n, 1n, words(HUGE)), 24, 'bytes of the name of an entry'],
    ['a text without end', start(3, 0n, 1n, key, words(8, HUGE)), 45, 'larger than'],
    ['a list without end', start(3, 0n, 1n, key, words(9, 4, HUGE)), 49, 'larger than'],
    ['texts without end', start(3, 0n, 1n, key, words(9, 8, HUGE)), 49, 'ends inside'],
    ['a list of lists', start(3, 0n, 1n, key, words(9, 9, 1n)), 37, 'unknown type 9'],
    ['an unknown type', start(3, 0n, 1n, key, words(77)), 33, 'unknown type 77'],
    ['an entry twice', start(3, 0n, 2n, key, words(4, 1), key, words(4, 1)), 41, 'a second time'],
    ['a tensor of many dimensions', start(3, 1n, 0n, key, words(99)), 33, '99 dimensions'],
    ['a tensor of unknown type', start(3, 1n, 0n, key, words(1, 32n, 31, 0n)), 33, 'unknown type 31'],
    ['half a block', start(3, 1n, 0n, key, words(1, 100n, 12, 0n)), 33, 'impossible shape 100'],
    ['a tensor without end', start(3, 1n, 0n, key, words(2, HUGE, HUGE, 0, 0n)), 33, 'impossible shape'],
  ])('is refused: %s', async (_, bytes, offset, message) => {
    await expect(read(bytes)).rejects.toMatchObject({
      code: 'model',
      at: { document: 'a.gguf', offset },
      message: expect.stringContaining(message),
    });
  });

  it('of endless bytes is left in time', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield start(3, 0n, 1n, key, words(9, 8, HUGE));
      const zeros = new Uint8Array(2 ** 20);
      for (;;) yield zeros;
    }
    const error = expect.stringContaining('larger than');
    await expect(readGgufHeader(endless(), 'a.gguf')).rejects.toMatchObject({ message: error });
  });
});
