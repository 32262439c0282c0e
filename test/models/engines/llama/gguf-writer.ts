/** A value of the metadata; numbers say how they are stored. */
export type GgufValue =
  | string
  | { readonly u32: number }
  | { readonly f32: number }
  | { readonly strings: readonly string[] }
  | { readonly i32s: readonly number[] };

/** A tensor of 32-bit floats; the first dimension is the one whose elements lie side by side. */
export interface GgufTensor {
  readonly name: string;
  readonly dimensions: readonly number[];
  readonly data: Float32Array;
}

/** The bytes of a GGUF file, version 3: metadata, then the tensors. */
export function ggufFile(
  metadata: Readonly<Record<string, GgufValue>>,
  tensors: readonly GgufTensor[],
): Buffer {
  const head: Buffer[] = [
    Buffer.from('GGUF'),
    u32(3),
    u64(tensors.length),
    u64(Object.keys(metadata).length),
  ];
  for (const [key, value] of Object.entries(metadata)) head.push(text(key), encoded(value));
  let offset = 0;
  for (const { name, dimensions, data } of tensors) {
    head.push(text(name), u32(dimensions.length), ...dimensions.map(u64), u32(types.float), u64(offset));
    offset = aligned(offset + data.byteLength);
  }
  const parts = [padded(Buffer.concat(head))];
  for (const { data } of tensors)
    parts.push(padded(Buffer.from(data.buffer, data.byteOffset, data.byteLength)));
  return Buffer.concat(parts);
}

const types = { float: 0, u32: 4, i32: 5, f32: 6, string: 8, array: 9 } as const;
const alignment = 32;

function encoded(value: GgufValue): Buffer {
  if (typeof value === 'string') return Buffer.concat([u32(types.string), text(value)]);
  if ('u32' in value) return Buffer.concat([u32(types.u32), u32(value.u32)]);
  if ('f32' in value) return Buffer.concat([u32(types.f32), f32(value.f32)]);
  if ('strings' in value) return array(types.string, value.strings.map(text));
  return array(types.i32, value.i32s.map(u32));
}

function array(type: number, items: readonly Buffer[]): Buffer {
  return Buffer.concat([u32(types.array), u32(type), u64(items.length), ...items]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes], aligned(bytes.length));
}

function aligned(length: number): number {
  return Math.ceil(length / alignment) * alignment;
}
