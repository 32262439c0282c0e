import type { ModelGeometry } from '../geometry.ts';
import type { Quantisation } from '../weights.ts';

/** Where weights of a model lie that are stored like that, or what the user has to put there. */
export function checkpointOf(model: ModelGeometry, { name }: Quantisation): string {
  if (name === 'bf16' && model.repository !== undefined) return model.repository;
  return model.checkpoints?.[name] ?? `YOUR-${name.toUpperCase()}-CHECKPOINT`;
}
