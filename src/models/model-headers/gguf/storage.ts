import { type ModelGeometry, parameterCounts } from '../../scout/geometry.ts';
import type { Quantisation } from '../../scout/weights.ts';
import type { Part, PlacedTensor } from './tensor-parts.ts';

/**
 * How the weights of a file are stored, in bits of a parameter by part: those that give the exact bytes of each part. Where
 * layers differ, as in mixes of types, each is taken for their mean.
 */
export function storageOf(tensors: readonly PlacedTensor[], model: ModelGeometry): Quantisation {
  const counts = parameterCounts(model);
  const bits = (wanted: Part) => {
    const bytes = tensors.reduce((sum, { part, bytes }) => sum + (part === wanted ? bytes : 0), 0);
    return counts[wanted] === 0 ? 0 : (bytes * 8) / counts[wanted];
  };
  return {
    name: mostlyOf(tensors).toLowerCase(),
    format: 'gguf',
    bits: {
      attention: bits('attention'),
      gateUp: bits('gateUp'),
      down: bits('down'),
      shared: bits('shared'),
      router: bits('router'),
      embedding: bits('embedding'),
      head: bits('head'),
      vision: bits('vision'),
    },
  };
}

/** The type that most bytes have. */
function mostlyOf(tensors: readonly PlacedTensor[]): string {
  const bytes = new Map<string, number>();
  for (const tensor of tensors) bytes.set(tensor.type, (bytes.get(tensor.type) ?? 0) + tensor.bytes);
  const [most = ['']] = [...bytes].sort(([, one], [, other]) => other - one);
  return most[0];
}
