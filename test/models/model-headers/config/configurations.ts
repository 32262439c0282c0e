/** What published configurations say, as far as it matters here. */

export const scout = {
  model_type: 'llama4',
  text_config: {
    model_type: 'llama4_text',
    hidden_size: 5120,
    num_hidden_layers: 48,
    num_attention_heads: 40,
    num_key_value_heads: 8,
    head_dim: 128,
    intermediate_size: 8192,
    intermediate_size_mlp: 16_384,
    num_local_experts: 16,
    num_experts_per_tok: 1,
    interleave_moe_layer_step: 1,
    attention_chunk_size: 8192,
    no_rope_layers: [],
    vocab_size: 202_048,
    max_position_embeddings: 10_485_760,
    tie_word_embeddings: false,
  },
  vision_config: {
    model_type: 'llama4_vision_model',
    hidden_size: 1408,
    num_hidden_layers: 34,
    num_attention_heads: 16,
    intermediate_size: 5632,
    image_size: 336,
    patch_size: 14,
    projector_input_dim: 4096,
    projector_output_dim: 4096,
  },
};

export const maverick = {
  ...scout,
  text_config: {
    ...scout.text_config,
    num_local_experts: 128,
    interleave_moe_layer_step: 2,
    max_position_embeddings: 1_048_576,
  },
};

export const llama70b = {
  model_type: 'llama',
  hidden_size: 8192,
  num_hidden_layers: 80,
  num_attention_heads: 64,
  num_key_value_heads: 8,
  intermediate_size: 28_672,
  vocab_size: 128_256,
  max_position_embeddings: 131_072,
  tie_word_embeddings: false,
};

/** Leaves out what all Gemma 3 models share. */
export const gemma27b = {
  model_type: 'gemma3',
  text_config: {
    model_type: 'gemma3_text',
    hidden_size: 5376,
    num_hidden_layers: 62,
    num_attention_heads: 32,
    num_key_value_heads: 16,
    head_dim: 128,
    intermediate_size: 21_504,
    sliding_window: 1024,
  },
  vision_config: {
    model_type: 'siglip_vision_model',
    hidden_size: 1152,
    num_hidden_layers: 27,
    num_attention_heads: 16,
    intermediate_size: 4304,
    image_size: 896,
    patch_size: 14,
  },
};

export const qwenNext = {
  model_type: 'qwen3_next',
  hidden_size: 2048,
  num_hidden_layers: 48,
  num_attention_heads: 16,
  num_key_value_heads: 2,
  head_dim: 256,
  full_attention_interval: 4,
  linear_num_key_heads: 16,
  linear_num_value_heads: 32,
  linear_key_head_dim: 128,
  linear_value_head_dim: 128,
  linear_conv_kernel_dim: 4,
  intermediate_size: 5120,
  moe_intermediate_size: 512,
  shared_expert_intermediate_size: 512,
  num_experts: 512,
  num_experts_per_tok: 10,
  decoder_sparse_step: 1,
  mlp_only_layers: [],
  vocab_size: 151_936,
  max_position_embeddings: 262_144,
  tie_word_embeddings: false,
};

export const mistral7b = {
  model_type: 'mistral',
  hidden_size: 4096,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  intermediate_size: 14_336,
  sliding_window: 4096,
  vocab_size: 32_000,
  max_position_embeddings: 32_768,
};

export const mixtral = {
  ...mistral7b,
  model_type: 'mixtral',
  num_local_experts: 8,
  num_experts_per_tok: 2,
  sliding_window: null,
};

export const qwen25 = {
  model_type: 'qwen2',
  hidden_size: 3584,
  num_hidden_layers: 28,
  num_attention_heads: 28,
  num_key_value_heads: 4,
  intermediate_size: 18_944,
  sliding_window: 131_072,
  use_sliding_window: false,
  max_window_layers: 28,
  vocab_size: 152_064,
  max_position_embeddings: 32_768,
};

export const qwen3 = {
  model_type: 'qwen3',
  hidden_size: 2560,
  num_hidden_layers: 36,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  head_dim: 128,
  intermediate_size: 9728,
  sliding_window: null,
  use_sliding_window: false,
  vocab_size: 151_936,
  max_position_embeddings: 40_960,
  tie_word_embeddings: true,
};

export const qwen3Moe = {
  model_type: 'qwen3_moe',
  hidden_size: 2048,
  num_hidden_layers: 48,
  num_attention_heads: 32,
  num_key_value_heads: 4,
  head_dim: 128,
  intermediate_size: 6144,
  moe_intermediate_size: 768,
  num_experts: 128,
  num_experts_per_tok: 8,
  decoder_sparse_step: 1,
  mlp_only_layers: [],
  vocab_size: 151_936,
  max_position_embeddings: 40_960,
  tie_word_embeddings: false,
};

export const gemma2 = {
  model_type: 'gemma2',
  hidden_size: 3584,
  num_hidden_layers: 42,
  num_attention_heads: 16,
  num_key_value_heads: 8,
  head_dim: 256,
  intermediate_size: 14_336,
  sliding_window: 4096,
  vocab_size: 256_000,
  max_position_embeddings: 8192,
};

export const deepseekV3 = {
  model_type: 'deepseek_v3',
  hidden_size: 7168,
  num_hidden_layers: 61,
  num_attention_heads: 128,
  num_key_value_heads: 128,
  q_lora_rank: 1536,
  kv_lora_rank: 512,
  qk_nope_head_dim: 128,
  qk_rope_head_dim: 64,
  v_head_dim: 128,
  intermediate_size: 18_432,
  moe_intermediate_size: 2048,
  n_routed_experts: 256,
  n_shared_experts: 1,
  num_experts_per_tok: 8,
  first_k_dense_replace: 3,
  moe_layer_freq: 1,
  vocab_size: 129_280,
  max_position_embeddings: 163_840,
  tie_word_embeddings: false,
};

export const gptOss = {
  model_type: 'gpt_oss',
  hidden_size: 2880,
  num_hidden_layers: 36,
  num_attention_heads: 64,
  num_key_value_heads: 8,
  head_dim: 64,
  intermediate_size: 2880,
  num_local_experts: 128,
  num_experts_per_tok: 4,
  sliding_window: 128,
  layer_types: Array.from({ length: 36 }, (_, at) => (at % 2 === 0 ? 'sliding_attention' : 'full_attention')),
  vocab_size: 201_088,
  max_position_embeddings: 131_072,
  tie_word_embeddings: false,
};
