import type { ParameterCounts } from '../../scout/geometry.ts';
import type { TensorInfo } from './header.ts';

/** What a plan counts apart. */
export type Part = keyof ParameterCounts;

/** A tensor, and where it belongs. */
export interface PlacedTensor extends TensorInfo {
  readonly part: Part;
  /** Its layer; undefined for what belongs to none. */
  readonly layer: number | undefined;
  /** The experts that it holds, or of which it shows that they are there; 0 if it is of none. */
  readonly experts: number;
}

/** Names within a layer by part, the first that fits; everything else is attention, or a norm beside it. */
const layerParts: readonly (readonly [RegExp, Part])[] = [
  [/^(?:ffn_gate_inp|exp_probs_b)/, 'router'],
  [/^ffn_.*_shexp\b/, 'shared'],
  [/^ffn_down(?!_norm)/, 'down'],
  [/^ffn_(?:gate|up)/, 'gateUp'],
];

/** Finds the place of a tensor by its name, as llama.cpp gives them. */
export function placed(tensor: TensorInfo): PlacedTensor {
  const { name, shape } = tensor;
  const [, number, within = ''] = /^blk\.(\d+)\.(.+)$/.exec(name) ?? [];
  if (number === undefined) return { ...tensor, part: partOfModel(name), layer: undefined, experts: 0 };
  const part = layerParts.find(([pattern]) => pattern.test(within))?.[1] ?? 'attention';
  return { ...tensor, part, layer: Number(number), experts: expertsIn(within, shape) };
}

function partOfModel(name: string): Part {
  if (name === 'token_embd.weight') return 'embedding';
  if (name === 'output.weight') return 'head';
  // The last norm and rope factors are small, and on the GPU.
  return /^(?:v|mm)\./.test(name) ? 'vision' : 'attention';
}

function expertsIn(within: string, shape: readonly number[]): number {
  // All experts in one tensor or, in files of 2023, each in its own: ffn_up.7.weight.
  if (/^ffn_\w+_exps\.weight$/.test(within)) return shape[2] ?? 0;
  const own = /^ffn_\w+\.(\d+)\.weight$/.exec(within)?.[1];
  return own === undefined ? 0 : Number(own) + 1;
}
