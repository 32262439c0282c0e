// biome-ignore lint/correctness/useImportExtensions: the types of the module lie beside it
import type { TypedValue, WrittenTensor } from './gguf-writer.mjs';

export const modelNames: readonly string[];
export function modelContents(name: string): {
  readonly vocabulary: number;
  readonly metadata: Readonly<Record<string, TypedValue>>;
  readonly tensors: readonly WrittenTensor[];
};
