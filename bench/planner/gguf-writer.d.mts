type ValueType =
  | 'u8'
  | 'i8'
  | 'u16'
  | 'i16'
  | 'u32'
  | 'i32'
  | 'f32'
  | 'bool'
  | 'string'
  | 'u64'
  | 'i64'
  | 'f64';
type Scalar = number | bigint | boolean | string;
/** One type and its value, or a list of values. */
export type TypedValue = { readonly [type in ValueType]?: Scalar | readonly Scalar[] };

export interface WrittenTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** The number of its type. */
  readonly type: number;
  readonly bytes: number;
}

export function ggufHeader(contents: {
  readonly version?: number;
  readonly metadata: Readonly<Record<string, TypedValue>>;
  readonly tensors: readonly WrittenTensor[];
}): Buffer;
export function aligned(bytes: number): number;
