import type { ModelGeometry } from '../../scout/geometry.ts';
import { layersOf } from '../../scout/layers.ts';
import type { FoundModel } from '../found-model.ts';
import { llama4 } from '../llama4.ts';
import { families } from './families.ts';
import { ConfigFields } from './fields.ts';
import { layerAttentions } from './layer-attention.ts';
import { layerFeedForwards } from './layer-feed-forward.ts';
import { visionParameters } from './vision.ts';

/**
 * What a model is, by the config.json that is published with it.
 *
 * @param config The parsed file.
 * @param name What to call the model; configurations do not say it.
 * @param file For messages.
 * @throws {PithError} `model` that names the key that is missing or wrong.
 */
export function modelOfConfig(config: unknown, name: string, file: string): FoundModel {
  const whole = new ConfigFields(config, file);
  const warnings: string[] = [];
  const fields = textFields(whole, warnings);
  const hidden = fields.size('hidden_size');
  const count = fields.layers('num_hidden_layers');
  const attention = layerAttentions(fields, hidden, count);
  const feedForward = layerFeedForwards(fields, hidden);
  const maxContext = fields.size('max_position_embeddings');
  const model: ModelGeometry = {
    name,
    hidden,
    layers: layersOf(count, (layer) => ({ attention: attention(layer), feedForward: feedForward(layer) })),
    vocabulary: fields.size('vocab_size'),
    tied: fields.isTrue('tie_word_embeddings'),
    vision: visionOf(whole, hidden, warnings),
    trainedContext: isLlama4(fields) ? Math.min(maxContext, llama4.trainedContext) : maxContext,
    maxContext,
  };
  return { model, warnings };
}

/** What is said of the language model, which others than text models have in an object of its own. */
function textFields(whole: ConfigFields, warnings: string[]): ConfigFields {
  const text = whole.child('text_config') ?? whole.child('llm_config') ?? whole;
  const type = text.value('model_type') ?? whole.value('model_type');
  const known = typeof type === 'string' ? families.get(type) : undefined;
  if (known === undefined) {
    warnings.push(
      `Models of the type ${type ?? 'that is not named'} are not known: the usual keys are read, and three feed-forward matrices are taken for granted.`,
    );
  }
  const tied = whole.value('tie_word_embeddings');
  return text.withDefaults({ ...known, ...(tied === undefined ? {} : { tie_word_embeddings: tied }) });
}

function isLlama4(fields: ConfigFields): boolean {
  return fields.value('model_type') === 'llama4_text';
}

function visionOf(whole: ConfigFields, hidden: number, warnings: string[]): number {
  const vision = whole.child('vision_config');
  if (vision === undefined) return 0;
  const parameters = visionParameters(vision, hidden);
  if (parameters !== undefined) return parameters;
  warnings.push(`The vision tower, of the type ${vision.value('model_type')}, is not counted.`);
  return 0;
}
