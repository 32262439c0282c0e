import { writeFileSync } from 'node:fs';
import { type GgufTensor, type GgufValue, ggufFile } from './gguf-writer.ts';

export interface TinyScoutOptions {
  /** @default 'llama4' */
  readonly architecture?: string;
  /** Tokens that it says it was trained on. @default 65536 */
  readonly contextLength?: number;
  /** In Jinja. @default none */
  readonly chatTemplate?: string;
}

/** In the form of Llama 4's messages. */
export const llama4Template = `{{ bos_token }}{% for message in messages %}<|header_start|>{{ message['role'] }}<|header_end|>

{{ message['content'] | trim }}<|eot|>{% endfor %}{% if add_generation_prompt %}<|header_start|>assistant<|header_end|>

{% endif %}`;

const layers = 4;
const width = 32;
const heads = 1;
const headWidth = 32;
const experts = 2;
const inner = 32;
const merges = ['Ġ t', 'Ġ a', 'h e', 'i n', 'r e', 'Ġt he', 'o n', 'e r'];
const special = ['<|begin_of_text|>', '<|end_of_text|>', '<|header_start|>', '<|header_end|>', '<|eot|>'];

/**
 * Writes a model with the architecture of Llama 4 Scout, which has chunks of 8192 tokens in three of four layers, four
 * small layers, and random weights: what it says makes no sense, but depends on all it has read.
 */
export function writeTinyScout(path: string, options: TinyScoutOptions = {}): void {
  writeFileSync(path, ggufFile(metadata(options), tensors()));
}

function metadata({
  architecture = 'llama4',
  contextLength = 65_536,
  chatTemplate,
}: TinyScoutOptions): Record<string, GgufValue> {
  const own: Record<string, GgufValue> = {
    block_count: { u32: layers },
    context_length: { u32: contextLength },
    embedding_length: { u32: width },
    feed_forward_length: { u32: inner },
    expert_feed_forward_length: { u32: inner },
    expert_count: { u32: experts },
    expert_used_count: { u32: 1 },
    interleave_moe_layer_step: { u32: 1 },
    'attention.head_count': { u32: heads },
    'attention.head_count_kv': { u32: 1 },
    'attention.key_length': { u32: headWidth },
    'attention.value_length': { u32: headWidth },
    'attention.layer_norm_rms_epsilon': { f32: 1e-5 },
    'rope.dimension_count': { u32: headWidth },
    'rope.freq_base': { f32: 500_000 },
    vocab_size: { u32: tokens.length },
  };
  return {
    'general.architecture': architecture,
    'general.name': 'tiny-scout',
    ...Object.fromEntries(Object.entries(own).map(([key, value]) => [`${architecture}.${key}`, value])),
    'tokenizer.ggml.model': 'gpt2',
    'tokenizer.ggml.pre': 'llama4',
    'tokenizer.ggml.tokens': { strings: tokens },
    'tokenizer.ggml.token_type': { i32s: tokens.map((token) => (special.includes(token) ? 3 : 1)) },
    'tokenizer.ggml.merges': { strings: merges },
    'tokenizer.ggml.bos_token_id': { u32: tokens.indexOf('<|begin_of_text|>') },
    'tokenizer.ggml.eos_token_id': { u32: tokens.indexOf('<|eot|>') },
    ...(chatTemplate === undefined ? {} : { 'tokenizer.chat_template': chatTemplate }),
  };
}

/** A letter for each byte, as GPT-2's tokenizer has them: printable ones stand for themselves. */
const byteLetters = Array.from({ length: 256 }, (_, byte) => byte)
  .map((byte) => ({ byte, isPlain: (byte > 32 && byte < 127) || (byte > 160 && byte !== 173) }))
  .reduce<{ readonly letters: string[]; readonly others: number }>(
    ({ letters, others }, { byte, isPlain }) => {
      letters.push(String.fromCodePoint(isPlain ? byte : 256 + others));
      return { letters, others: isPlain ? others : others + 1 };
    },
    { letters: [], others: 0 },
  ).letters;

const tokens = [...byteLetters, ...merges.map((merge) => merge.replace(' ', '')), ...special];

function tensors(): readonly GgufTensor[] {
  const random = normalNumbers(7);
  const weights = (name: string, ...dimensions: number[]): GgufTensor => ({
    name: `${name}.weight`,
    dimensions,
    data: Float32Array.from({ length: size(dimensions) }, () => random() / Math.sqrt(dimensions[0] ?? 1)),
  });
  const ones = (name: string, length: number): GgufTensor => ({
    name: `${name}.weight`,
    dimensions: [length],
    data: new Float32Array(length).fill(1),
  });
  const layer = (index: number) => {
    const at = (name: string) => `blk.${index}.${name}`;
    return [
      ones(at('attn_norm'), width),
      weights(at('attn_q'), width, heads * headWidth),
      weights(at('attn_k'), width, headWidth),
      weights(at('attn_v'), width, headWidth),
      weights(at('attn_output'), heads * headWidth, width),
      ones(at('ffn_norm'), width),
      weights(at('ffn_gate_inp'), width, experts),
      weights(at('ffn_gate_exps'), width, inner, experts),
      weights(at('ffn_down_exps'), inner, width, experts),
      weights(at('ffn_up_exps'), width, inner, experts),
      weights(at('ffn_gate_shexp'), width, inner),
      weights(at('ffn_down_shexp'), inner, width),
      weights(at('ffn_up_shexp'), width, inner),
    ];
  };
  return [
    weights('token_embd', width, tokens.length),
    ones('output_norm', width),
    weights('output', width, tokens.length),
    ones('rope_freqs', headWidth / 2),
    ...Array.from({ length: layers }, (_, index) => layer(index)).flat(),
  ];
}

function size(dimensions: readonly number[]): number {
  return dimensions.reduce((product, dimension) => product * dimension, 1);
}

/** Normally distributed, always the same for the same seed. */
function normalNumbers(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 1) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
