/** As much of the ONNX format as small models need: a message is a list of numbered fields. */
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly weights: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

export interface OnnxNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** Whole numbers, or lists of them. */
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | BigInt64Array;
  /** The file beside the model that holds the values. */
  readonly external?: string;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: keyof typeof elementTypes;
  readonly shape: readonly (number | string)[];
}

const elementTypes = { float32: 1, int32: 6, int64: 7, float16: 10 } as const;
const OPSET = 13;

export function onnxModel({ nodes, weights, inputs, outputs }: OnnxGraph): Buffer {
  const graph = [
    ...nodes.map((node) => message(1, nodeFields(node))),
    text(2, 'tiny'),
    ...weights.map((tensor) => message(5, tensorFields(tensor))),
    ...inputs.map((value) => message(11, valueFields(value))),
    ...outputs.map((value) => message(12, valueFields(value))),
  ];
  return Buffer.concat([whole(1, 8), message(7, graph), message(8, [text(1, ''), whole(2, OPSET)])]);
}

export function bytesOf(values: Float32Array | BigInt64Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

function nodeFields({ type, inputs, output, attributes = {} }: OnnxNode): readonly Buffer[] {
  return [
    ...inputs.map((name) => text(1, name)),
    text(2, output),
    text(4, type),
    ...Object.entries(attributes).map(([name, value]) =>
      message(
        5,
        typeof value === 'number'
          ? [text(1, name), whole(3, value), whole(20, 2)]
          : [text(1, name), ...value.map((one) => whole(8, one)), whole(20, 7)],
      ),
    ),
  ];
}

function tensorFields({ name, shape, values, external }: OnnxTensor): readonly Buffer[] {
  const type = values instanceof Float32Array ? elementTypes.float32 : elementTypes.int64;
  const head = [...shape.map((size) => whole(1, size)), whole(2, type), text(8, name)];
  if (external === undefined) return [...head, bytes(9, bytesOf(values))];
  return [...head, message(13, [text(1, 'location'), text(2, external)]), whole(14, 1)];
}

function valueFields({ name, type, shape }: OnnxValue): readonly Buffer[] {
  const sizes = shape.map((size) => message(1, [typeof size === 'number' ? whole(1, size) : text(2, size)]));
  return [text(1, name), message(2, [message(1, [whole(1, elementTypes[type]), message(2, sizes)])])];
}

function message(field: number, fields: readonly Buffer[]): Buffer {
  return bytes(field, Buffer.concat(fields));
}

function text(field: number, value: string): Buffer {
  return bytes(field, Buffer.from(value));
}

function bytes(field: number, value: Buffer): Buffer {
  return Buffer.concat([varint((field << 3) | 2), varint(value.length), value]);
}

function whole(field: number, value: number): Buffer {
  return Buffer.concat([varint(field << 3), varint(value)]);
}

function varint(value: number): Buffer {
  const parts: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) parts.push((rest % 128) | 0x80);
  return Buffer.from([...parts, rest]);
}
