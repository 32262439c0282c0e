import { describe, expect, it } from 'vitest';
import { contextTooLong } from '../../../../src/models/engines/openai/context-too-long.ts';

describe('contextTooLong', () => {
  it.each([
    [
      'vLLM',
      '{"object":"error","message":"This model\'s maximum context length is 8192 tokens. However, you requested 9000 tokens (8900 in the messages, 100 in the completion). Please reduce the length.","code":400}',
      8192,
    ],
    [
      'vLLM, prompt alone',
      '{"error":{"message":"The decoder prompt (length 25938) is longer than the maximum model length of 4096. Make sure that `max_model_len` is no smaller"}}',
      4096,
    ],
    ['vLLM, no room to answer', '{"message":"max_tokens must be at least 1, got -186."}', undefined],
    [
      'SGLang',
      '{"error":{"message":"The input (691,793 tokens) is longer than the model\'s context length (540000 tokens)."}}',
      540_000,
    ],
    [
      'SGLang, with the answer',
      '{"message":"Requested token count exceeds the model\'s maximum context length of 131072 tokens. You requested a total of 140000 tokens"}',
      131_072,
    ],
    [
      'llama-server',
      '{"error":{"code":400,"message":"request (6031 tokens) exceeds the available context size (2048 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":6031,"n_ctx":2048}}',
      2048,
    ],
    [
      'llama-server, older',
      '{"error":{"code":400,"message":"the request exceeds the available context size, try increasing it"}}',
      undefined,
    ],
    [
      'OpenAI',
      '{"error":{"message":"Your input exceeds the context window of this model.","code":"context_length_exceeded"}}',
      undefined,
    ],
    ['others', '{"error":{"message":"prompt is too long: 210000 tokens > 200000 maximum"}}', undefined],
  ])('recognises %s', (_, body, limit) => {
    expect(contextTooLong(body)).toEqual({ limit });
  });

  it.each([
    '{"error":{"message":"The model `scout` does not exist."}}',
    '{"error":{"message":"temperature must be less than 2"}}',
    '{"error":{"message":"Rate limit reached: 10000 tokens per minute, try again in 6 s"}}',
    '{"error":{"message":"You exceeded your current quota, please check your plan"}}',
    '',
  ])('leaves %s alone', (body) => {
    expect(contextTooLong(body)).toBeUndefined();
  });
});
