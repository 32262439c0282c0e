import type { ConfigFields } from './fields.ts';

/** Channels of an image. */
const COLOURS = 3;

/**
 * Parameters of a vision tower and of what brings its output to the width of the text; undefined for towers of a type whose
 * configuration does not say enough.
 */
export function visionParameters(vision: ConfigFields, textHidden: number): number | undefined {
  const type = vision.value('model_type');
  if (type === 'siglip_vision_model' || type === 'clip_vision_model') {
    return tower(vision) + vision.size('hidden_size') * textHidden;
  }
  return type === 'llama4_vision_model' ? tower(vision) + llama4Projection(vision, textHidden) : undefined;
}

/** Layers of attention and of two matrices with biases, and what makes patches of images. */
function tower(vision: ConfigFields): number {
  const hidden = vision.size('hidden_size');
  const inner = vision.size('intermediate_size');
  const patch = vision.size('patch_size');
  const positions = Math.floor(vision.size('image_size') / patch) ** 2;
  const layer = 4 * hidden * (hidden + 1) + 2 * hidden * inner + inner + hidden;
  return vision.layers('num_hidden_layers') * layer + hidden * (COLOURS * patch ** 2 + positions);
}

/** Llama 4 joins four patches to one in two matrices, before it brings them to the width of the text. */
function llama4Projection(vision: ConfigFields, textHidden: number): number {
  const input = vision.size('projector_input_dim');
  const output = vision.size('projector_output_dim');
  return vision.size('intermediate_size') * input + input * output + output * textHidden;
}
