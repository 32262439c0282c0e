import { PithError } from '../../../pipeline/errors.ts';
import type { FeedForward, Layer, ModelGeometry } from '../../scout/geometry.ts';
import type { FoundModel } from '../found-model.ts';
import { llama4 } from '../llama4.ts';
import { GgufFields } from './fields.ts';
import type { GgufHeader } from './header.ts';
import { layerAttentions } from './layer-attention.ts';
import { storageOf } from './storage.ts';
import { type Part, type PlacedTensor, placed } from './tensor-parts.ts';

/**
 * What a model is, by the header of its file: what it keeps of each token from the metadata, parameters and their bytes
 * from the tensors, of which none is left out.
 *
 * @throws {PithError} `model` that names what is missing.
 */
export function modelOfGguf(header: GgufHeader): FoundModel {
  const fields = new GgufFields(header);
  const tensors = header.tensors.map(placed);
  const isOfModel = ({ layer }: PlacedTensor) => layer === undefined || layer < fields.layers;
  const own = tensors.filter(isOfModel);
  const warnings = beyondWarning(tensors.filter((tensor) => !isOfModel(tensor)));
  const { shape } = embeddingOf(own, header.file);
  const maxContext = fields.size('context_length');
  const name = header.metadata.get('general.name');
  const model: ModelGeometry = {
    name: typeof name === 'string' && name !== '' ? name : header.file,
    hidden: shape[0] ?? 0,
    layers: layersOf(own, fields, warnings),
    vocabulary: shape[1] ?? 0,
    tied: !own.some(({ part }) => part === 'head'),
    vision: elementsOf(own, 'vision'),
    trainedContext:
      fields.architecture === 'llama4' ? Math.min(maxContext, llama4.trainedContext) : maxContext,
    maxContext,
  };
  return { model, quantisation: storageOf(own, model), warnings };
}

/** Layers that only guess further tokens are no part of the model, and engines may not load them. */
function beyondWarning(tensors: readonly PlacedTensor[]): string[] {
  if (tensors.length === 0) return [];
  const bytes = tensors.reduce((sum, tensor) => sum + tensor.bytes, 0);
  return [`${(bytes / 1e9).toFixed(1)} GB of layers beyond the model's own are not counted.`];
}

/** The matrix of embeddings, whose shape is that of the model. */
function embeddingOf(tensors: readonly PlacedTensor[], file: string): PlacedTensor {
  const found = tensors.find(({ part, shape }) => part === 'embedding' && shape.length === 2);
  if (found !== undefined) return found;
  throw new PithError('model', `${file} is no model to plan for: it has no token_embd.weight`, {
    at: { document: file },
    hint: 'name the file of a language model, not of a projector or an adapter',
  });
}

function layersOf(tensors: readonly PlacedTensor[], fields: GgufFields, warnings: string[]): Layer[] {
  const used = fields.optionalSize('expert_used_count') ?? 0;
  const byLayer = fields.eachLayer((): PlacedTensor[] => []);
  // What belongs to no layer is small, and counted with the first.
  for (const tensor of tensors) if (isOfLayers(tensor)) byLayer[tensor.layer ?? 0]?.push(tensor);
  const attentions = layerAttentions(fields, warnings);
  return byLayer.map((own, layer) => ({
    attention: { ...attentions(layer), parameters: elementsOf(own, 'attention') },
    feedForward: feedForwardOf(own, used),
  }));
}

function isOfLayers({ part }: PlacedTensor): boolean {
  return part !== 'embedding' && part !== 'head' && part !== 'vision';
}

function feedForwardOf(tensors: readonly PlacedTensor[], used: number): FeedForward {
  const experts = tensors.reduce((most, tensor) => Math.max(most, tensor.experts), 0);
  const copies = Math.max(1, experts);
  return {
    experts,
    used: experts === 0 ? 0 : used,
    gateUp: elementsOf(tensors, 'gateUp') / copies,
    down: elementsOf(tensors, 'down') / copies,
    shared: elementsOf(tensors, 'shared'),
    router: elementsOf(tensors, 'router'),
  };
}

function elementsOf(tensors: readonly PlacedTensor[], wanted: Part): number {
  return tensors.reduce((sum, { part, elements }) => sum + (part === wanted ? elements : 0), 0);
}
