import type { TokenCounter } from '../tokens/token-counter.ts';
import type { EngineReply, GenerativeEngine } from './engine.ts';
import { chatRequest } from './openai/chat.ts';
import { createHttp, type RetryOptions } from './openai/http.ts';
import { findModel } from './openai/models.ts';
import {
  CHAT_TEMPLATE_TOKENS,
  chatMessages,
  isNotFound,
  NOTES_TOKENS,
  promptAround,
  USUAL_ANSWER_TOKENS,
} from './prompts.ts';
import { ShownText } from './shown-text.ts';

export interface OpenAiEngineOptions {
  /** Of any OpenAI-compatible server, such as `http://localhost:8000/v1`; without a path, `/v1` is added. */
  readonly baseUrl: string;
  /** @default the first model that the server lists */
  readonly model?: string;
  /** Sent as a bearer token; never part of a message or an error. */
  readonly apiKey?: string;
  /** Tokens that an answer may have. @default what the server allows */
  readonly maxTokens?: number;
  /** @default 0 */
  readonly temperature?: number;
  /** Tokens that the model reads at once, answer included. @default what the server lists, else no limit */
  readonly contextLimit?: number;
  /** Sizes the windows of a context that is over the limit; best is the model's own tokenizer. */
  readonly counter: TokenCounter;
  readonly retry?: RetryOptions;
  readonly signal?: AbortSignal;
}

/**
 * An engine over a server that speaks OpenAI's chat completions: vLLM, SGLang, llama-server, or a hosted API.
 * Asks the server for its models once, unless both `model` and `contextLimit` are given.
 *
 * @throws {EngineError} if the server cannot be reached, refuses the key, or lists no model.
 */
export async function openAiEngine(options: OpenAiEngineOptions): Promise<GenerativeEngine> {
  const { maxTokens, temperature = 0, counter, signal } = options;
  const http = createHttp(options);
  try {
    const { model, contextLimit } = await findModel(http, options, signal);

    return {
      type: 'generative',
      name: `openai:${model}`,
      contextLimit,
      counter,
      overhead: (question) =>
        counter.count(promptAround(question).join('')) +
        CHAT_TEMPLATE_TOKENS +
        (maxTokens ?? USUAL_ANSWER_TOKENS),
      async answer(request, { signal, onText, onProgress } = {}) {
        const limit = maxTokens ?? (request.type === 'notes' ? NOTES_TOKENS : undefined);
        const tokens = limit === undefined ? {} : { max_tokens: limit };
        const body = { model, messages: chatMessages(request), temperature, ...tokens };
        const shown = new ShownText((text) => onText?.(text));
        const completion = await chatRequest(http, body, signal, (text) => shown.add(text));
        shown.end();
        onProgress?.(1, 1);
        return toReply(completion);
      },
      close: () => http.close(),
    };
  } catch (error) {
    await http.close();
    throw error;
  }
}

function toReply({ text, truncated, usage }: Awaited<ReturnType<typeof chatRequest>>): EngineReply {
  return {
    answers: isNotFound(text) ? [] : [{ type: 'generated', text: text.trim(), truncated }],
    ...(usage === undefined ? {} : { usage }),
    windows: { read: 1, total: 1 },
  };
}
