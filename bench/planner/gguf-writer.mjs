/** The types of metadata values by their name: number in the file, and how a value is written. */
const types = {
  u8: [0, (value) => number(1, 'writeUInt8', value)],
  i8: [1, (value) => number(1, 'writeInt8', value)],
  u16: [2, (value) => number(2, 'writeUInt16LE', value)],
  i16: [3, (value) => number(2, 'writeInt16LE', value)],
  u32: [4, (value) => number(4, 'writeUInt32LE', value)],
  i32: [5, (value) => number(4, 'writeInt32LE', value)],
  f32: [6, (value) => number(4, 'writeFloatLE', value)],
  bool: [7, (value) => number(1, 'writeUInt8', Number(value))],
  string: [8, text],
  u64: [10, u64],
  i64: [11, (value) => number(8, 'writeBigInt64LE', BigInt(value))],
  f64: [12, (value) => number(8, 'writeDoubleLE', value)],
};
const ARRAY = 9;
const ALIGNMENT = 32;

/**
 * The header of a GGUF file, padded to where the weights begin. A metadata value is one key and its value: `{ u32: 48 }`, or a
 * list of one type, `{ u32: [8, 0] }`. A tensor's `bytes` place the next one.
 */
export function ggufHeader({ version = 3, metadata, tensors }) {
  const entries = Object.entries(metadata);
  const head = [Buffer.from('GGUF'), types.u32[1](version), u64(tensors.length), u64(entries.length)];
  for (const [key, value] of entries) head.push(text(key), encoded(value));
  let offset = 0;
  for (const { name, shape, type, bytes } of tensors) {
    head.push(text(name), types.u32[1](shape.length), ...shape.map(u64), types.u32[1](type), u64(offset));
    offset = aligned(offset + bytes);
  }
  const whole = Buffer.concat(head);
  return Buffer.concat([whole, Buffer.alloc(aligned(whole.length) - whole.length)]);
}

/** The length that so many bytes take up. */
export function aligned(bytes) {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

function encoded(typed) {
  const [[type, value]] = Object.entries(typed);
  const [code, write] = types[type];
  if (!Array.isArray(value)) return Buffer.concat([types.u32[1](code), write(value)]);
  return Buffer.concat([types.u32[1](ARRAY), types.u32[1](code), u64(value.length), ...value.map(write)]);
}

function text(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

function u64(value) {
  return number(8, 'writeBigUInt64LE', BigInt(value));
}

function number(length, method, value) {
  const bytes = Buffer.alloc(length);
  bytes[method](value);
  return bytes;
}
