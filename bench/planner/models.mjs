/** Types of tensors: their number, the elements of a block, and its bytes. */
const types = {
  f32: [0, 1, 4],
  q8_0: [8, 32, 34],
  q4_K: [12, 256, 144],
  q6_K: [14, 256, 210],
};

/**
 * The models that planners are compared on, as their GGUF files describe them: a mixture of 4 and 6 bits, half of the layers
 * with the more precise down projections. Names and shapes are those that llama.cpp loads.
 */
const models = {
  'scout-109b': () => ({
    architecture: 'llama4',
    vocabulary: 202_048,
    layers: 48,
    own: {
      ...attentionKeys({ hidden: 5120, heads: 40, kvHeads: 8, length: 128, context: 10_485_760 }),
      ...expertKeys({ experts: 16, used: 1, width: 8192 }),
      feed_forward_length: { u32: 16_384 },
      interleave_moe_layer_step: { u32: 1 },
    },
    layer: (index) => [
      ...attention(index, { hidden: 5120, heads: 40, kvHeads: 8, length: 128 }),
      ...experts(index, { hidden: 5120, experts: 16, width: 8192, sharedWidth: 8192 }),
    ],
    ends: ends(5120, 202_048, { rope: 64 }),
  }),
  'llama-8b': () => ({
    architecture: 'llama',
    vocabulary: 128_256,
    layers: 32,
    own: {
      ...attentionKeys({ hidden: 4096, heads: 32, kvHeads: 8, length: 128, context: 131_072 }),
      feed_forward_length: { u32: 14_336 },
    },
    layer: (index) => [
      ...attention(index, { hidden: 4096, heads: 32, kvHeads: 8, length: 128 }),
      ...dense(index, 4096, 14_336),
    ],
    ends: ends(4096, 128_256, { rope: 64 }),
  }),
  'gemma3-27b': () => ({
    architecture: 'gemma3',
    vocabulary: 262_144,
    layers: 62,
    own: {
      ...attentionKeys({ hidden: 5376, heads: 32, kvHeads: 16, length: 128, context: 131_072 }),
      feed_forward_length: { u32: 21_504 },
      'attention.sliding_window': { u32: 1024 },
    },
    layer: (index) => [
      ...attention(index, { hidden: 5376, heads: 32, kvHeads: 16, length: 128, normed: true }),
      norm(index, 'post_attention_norm', 5376),
      ...dense(index, 5376, 21_504),
      norm(index, 'post_ffw_norm', 5376),
    ],
    ends: ends(5376, 262_144, { tied: true }),
  }),
  'qwen3-30b-a3b': () => ({
    architecture: 'qwen3moe',
    vocabulary: 151_936,
    layers: 48,
    own: {
      ...attentionKeys({ hidden: 2048, heads: 32, kvHeads: 4, length: 128, context: 40_960 }),
      ...expertKeys({ experts: 128, used: 8, width: 768 }),
      feed_forward_length: { u32: 6144 },
    },
    layer: (index) => [
      ...attention(index, { hidden: 2048, heads: 32, kvHeads: 4, length: 128, normed: true }),
      ...experts(index, { hidden: 2048, experts: 128, width: 768 }),
    ],
    ends: ends(2048, 151_936),
  }),
  'qwen3-next-80b': () => ({
    architecture: 'qwen3next',
    vocabulary: 151_936,
    layers: 48,
    own: {
      ...attentionKeys({ hidden: 2048, heads: 16, kvHeads: 2, length: 256, context: 262_144 }),
      ...expertKeys({ experts: 512, used: 10, width: 512 }),
      expert_shared_feed_forward_length: { u32: 512 },
      feed_forward_length: { u32: 5120 },
      'rope.dimension_count': { u32: 64 },
      full_attention_interval: { u32: 4 },
      'ssm.conv_kernel': { u32: 4 },
      'ssm.inner_size': { u32: 4096 },
      'ssm.state_size': { u32: 128 },
      'ssm.time_step_rank': { u32: 32 },
      'ssm.group_count': { u32: 16 },
    },
    layer: (index) => [
      ...((index + 1) % 4 === 0
        ? attention(index, { hidden: 2048, heads: 16, kvHeads: 2, length: 256, normed: true, gated: true })
        : delta(index)),
      norm(index, 'post_attention_norm', 2048),
      ...experts(index, { hidden: 2048, experts: 512, width: 512, sharedWidth: 512, sharedGate: true }).slice(
        1,
      ),
    ],
    ends: ends(2048, 151_936),
  }),
  'deepseek-v2-lite': () => ({
    architecture: 'deepseek2',
    vocabulary: 102_400,
    layers: 27,
    own: {
      ...attentionKeys({ hidden: 2048, heads: 16, kvHeads: 1, length: 576, context: 163_840 }),
      ...expertKeys({ experts: 64, used: 6, width: 1408 }),
      feed_forward_length: { u32: 10_944 },
      leading_dense_block_count: { u32: 1 },
      expert_shared_count: { u32: 2 },
      expert_weights_scale: { f32: 1 },
      'attention.value_length': { u32: 512 },
      'attention.key_length_mla': { u32: 192 },
      'attention.value_length_mla': { u32: 128 },
      'attention.kv_lora_rank': { u32: 512 },
      'rope.dimension_count': { u32: 64 },
    },
    layer: (index) => [
      ...latent(index),
      ...(index === 0
        ? dense(index, 2048, 10_944)
        : experts(index, { hidden: 2048, experts: 64, width: 1408, sharedWidth: 2816 })),
    ],
    ends: ends(2048, 102_400),
  }),
};

/** Their names. */
export const modelNames = Object.keys(models);

/** The metadata of a model, without a tokenizer, and its tensors. */
export function modelContents(name) {
  const { architecture, vocabulary, layers, own, layer, ends } = models[name]();
  const keys = { block_count: { u32: layers }, vocab_size: { u32: vocabulary }, ...own };
  return {
    vocabulary,
    metadata: {
      'general.architecture': { string: architecture },
      'general.name': { string: name },
      ...Object.fromEntries(Object.entries(keys).map(([key, value]) => [`${architecture}.${key}`, value])),
    },
    tensors: [...ends, ...Array.from({ length: layers }, (_, index) => layer(index)).flat()],
  };
}

function attentionKeys({ hidden, heads, kvHeads, length, context }) {
  return {
    context_length: { u32: context },
    embedding_length: { u32: hidden },
    'attention.head_count': { u32: heads },
    'attention.head_count_kv': { u32: kvHeads },
    'attention.key_length': { u32: length },
    'attention.value_length': { u32: length },
    'attention.layer_norm_rms_epsilon': { f32: 1e-6 },
    'rope.dimension_count': { u32: length },
    'rope.freq_base': { f32: 500_000 },
  };
}

function expertKeys({ experts, used, width }) {
  return {
    expert_count: { u32: experts },
    expert_used_count: { u32: used },
    expert_feed_forward_length: { u32: width },
  };
}

function tensor(name, type, ...shape) {
  const [number, block, bytes] = types[type];
  const elements = shape.reduce((product, length) => product * length, 1);
  return { name, shape, type: number, bytes: (elements / block) * bytes };
}

function weights(index, name, type, ...shape) {
  return tensor(`blk.${index}.${name}.weight`, type, ...shape);
}

function norm(index, name, length) {
  return weights(index, name, 'f32', length);
}

function attention(index, { hidden, heads, kvHeads, length, normed = false, gated = false }) {
  return [
    norm(index, 'attn_norm', hidden),
    weights(index, 'attn_q', 'q4_K', hidden, heads * length * (gated ? 2 : 1)),
    weights(index, 'attn_k', 'q4_K', hidden, kvHeads * length),
    weights(index, 'attn_v', 'q6_K', hidden, kvHeads * length),
    weights(index, 'attn_output', 'q4_K', heads * length, hidden),
    ...(normed ? [norm(index, 'attn_q_norm', length), norm(index, 'attn_k_norm', length)] : []),
  ];
}

/** The linear attention of Qwen3-Next. */
function delta(index) {
  return [
    norm(index, 'attn_norm', 2048),
    weights(index, 'attn_qkv', 'q4_K', 2048, 8192),
    weights(index, 'attn_gate', 'q4_K', 2048, 4096),
    weights(index, 'ssm_ba', 'q4_K', 2048, 64),
    weights(index, 'ssm_conv1d', 'f32', 4, 8192),
    tensor(`blk.${index}.ssm_dt.bias`, 'f32', 32),
    tensor(`blk.${index}.ssm_a`, 'f32', 32),
    norm(index, 'ssm_norm', 128),
    weights(index, 'ssm_out', 'q4_K', 4096, 2048),
  ];
}

/** The latent attention of DeepSeek-V2-Lite. */
function latent(index) {
  return [
    norm(index, 'attn_norm', 2048),
    weights(index, 'attn_q', 'q4_K', 2048, 16 * 192),
    weights(index, 'attn_kv_a_mqa', 'q4_K', 2048, 576),
    norm(index, 'attn_kv_a_norm', 512),
    weights(index, 'attn_k_b', 'q8_0', 128, 512, 16),
    weights(index, 'attn_v_b', 'q8_0', 512, 128, 16),
    weights(index, 'attn_output', 'q4_K', 2048, 2048),
  ];
}

function dense(index, hidden, width) {
  return [
    norm(index, 'ffn_norm', hidden),
    weights(index, 'ffn_gate', 'q4_K', hidden, width),
    // Rows that are no multiple of 256 are stored in 8 bits.
    weights(index, 'ffn_down', downType(index, width), width, hidden),
    weights(index, 'ffn_up', 'q4_K', hidden, width),
  ];
}

function experts(index, { hidden, experts: count, width, sharedWidth = 0, sharedGate = false }) {
  const shared = [
    weights(index, 'ffn_gate_shexp', 'q4_K', hidden, sharedWidth),
    weights(index, 'ffn_down_shexp', downType(index, sharedWidth), sharedWidth, hidden),
    weights(index, 'ffn_up_shexp', 'q4_K', hidden, sharedWidth),
  ];
  return [
    norm(index, 'ffn_norm', hidden),
    weights(index, 'ffn_gate_inp', 'f32', hidden, count),
    weights(index, 'ffn_gate_exps', 'q4_K', hidden, width, count),
    weights(index, 'ffn_down_exps', downType(index, width), width, hidden, count),
    weights(index, 'ffn_up_exps', 'q4_K', hidden, width, count),
    ...(sharedWidth > 0 ? shared : []),
    ...(sharedGate ? [weights(index, 'ffn_gate_inp_shexp', 'f32', hidden)] : []),
  ];
}

function downType(index, width) {
  if (width % 256 !== 0) return 'q8_0';
  return index % 2 === 0 ? 'q6_K' : 'q4_K';
}

function ends(hidden, vocabulary, { tied = false, rope = 0 } = {}) {
  return [
    tensor('token_embd.weight', tied ? 'q6_K' : 'q4_K', hidden, vocabulary),
    tensor('output_norm.weight', 'f32', hidden),
    ...(tied ? [] : [tensor('output.weight', 'q6_K', hidden, vocabulary)]),
    ...(rope > 0 ? [tensor('rope_freqs.weight', 'f32', rope)] : []),
  ];
}
