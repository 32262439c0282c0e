import { llama4 } from '../llama4.ts';

/** What configurations of a type leave out, since the code that reads them knows it. */
type Defaults = Readonly<Record<string, unknown>>;

/**
 * The types that are known, and what their configurations may leave out. Others are read by the usual keys as well, which
 * most of them share.
 */
export const families: ReadonlyMap<string, Defaults> = new Map<string, Defaults>([
  ['llama', {}],
  ['mistral', { sliding_window: 4096 }],
  ['mixtral', {}],
  ['qwen2', { use_sliding_window: false }],
  ['qwen2_moe', { use_sliding_window: false }],
  ['qwen3', { use_sliding_window: false }],
  ['qwen3_moe', { use_sliding_window: false }],
  ['qwen3_next', { full_attention_interval: 4, attn_output_gate: true }],
  ['deepseek_v2', {}],
  ['deepseek_v3', {}],
  ['gpt_oss', { sliding_window: 128, sliding_window_pattern: 2 }],
  ['gemma', { tie_word_embeddings: true, head_dim: 256 }],
  ['gemma2', { tie_word_embeddings: true, head_dim: 256, sliding_window: 4096, sliding_window_pattern: 2 }],
  [
    'gemma3_text',
    {
      tie_word_embeddings: true,
      head_dim: 256,
      num_attention_heads: 8,
      num_key_value_heads: 4,
      sliding_window: 4096,
      sliding_window_pattern: 6,
      vocab_size: 262_208,
      max_position_embeddings: 131_072,
    },
  ],
  // One expert is shared, beside those that the configuration counts.
  [
    'llama4_text',
    {
      attention_chunk_size: llama4.chunk,
      no_rope_layer_interval: llama4.globalInterval,
      n_shared_experts: 1,
    },
  ],
]);
