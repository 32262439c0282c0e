import pLimit from 'p-limit';
import type { TokenCounter } from '../tokens/token-counter.ts';
import type { AnswerGrammar } from './answer-grammar.ts';
import type { EngineReply, GenerativeEngine } from './engine.ts';
import { EngineError } from './engine-error.ts';
import { chatRequest } from './openai/chat.ts';
import { grammarFields } from './openai/grammar-fields.ts';
import { createHttp, type Http, type RetryOptions } from './openai/http.ts';
import { findModel } from './openai/models.ts';
import { serverCounter } from './openai/server-tokens.ts';
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
  /** The form that answers must have. Of a JSON schema every server should know; of others vLLM, SGLang and llama-server do. */
  readonly grammar?: AnswerGrammar;
  /** Requests that the server is sent at once; more of them wait. @default 4 */
  readonly concurrency?: number;
  /** Sizes the windows of a context that is over the limit, for a server that does not count tokens itself. */
  readonly counter: TokenCounter;
  readonly retry?: RetryOptions;
  /** How long the server may take to say what models it has, or how many tokens a text, in milliseconds. @default 30_000 */
  readonly lookUpMs?: number;
  /** Hears once if the server fails to count tokens, so that windows are sized by `counter`. */
  readonly onWarning?: (message: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * An engine over a server that speaks OpenAI's chat completions: vLLM, SGLang, llama-server, or a hosted API.
 * Asks the server for its models once, unless both `model` and `contextLimit` are given.
 *
 * @throws {EngineError} if the server cannot be reached, refuses the key, or lists no model.
 * @throws {PithError} `usage` for a grammar that it cannot be held to.
 */
export async function openAiEngine(options: OpenAiEngineOptions): Promise<GenerativeEngine> {
  const { maxTokens, temperature = 0, counter, concurrency = 4, grammar, signal } = options;
  const limited = pLimit(concurrency);
  const http = createHttp(options);
  try {
    const { model, contextLimit, ownedBy } = await findModel(http, options, signal);
    const form = grammar === undefined ? {} : grammarFields(grammar, ownedBy);
    const countTokens = serverCounter(http, model, counter, options.onWarning);

    return {
      type: 'generative',
      name: `openai:${model}`,
      contextLimit,
      concurrency,
      counter,
      countTokens,
      overhead: async (question) =>
        (await countTokens(promptAround(question).join(''))) +
        CHAT_TEMPLATE_TOKENS +
        (maxTokens ?? USUAL_ANSWER_TOKENS),
      async answer(request, { signal, onText, onProgress } = {}) {
        const limit = maxTokens ?? (request.type === 'notes' ? NOTES_TOKENS : undefined);
        const tokens = limit === undefined ? {} : { max_tokens: limit };
        const held = request.type === 'answer' ? form : {};
        const body = { model, messages: chatMessages(request), temperature, ...tokens, ...held };
        const shown = new ShownText((text) => onText?.(text));
        const completion = await limited(() => chatRequest(http, body, signal, (text) => shown.add(text)));
        shown.end();
        onProgress?.(1, 1);
        return toReply(completion);
      },
      isWell: (signal) => isWell(http, signal),
      close: () => http.close(),
    };
  } catch (error) {
    await http.close();
    throw error;
  }
}

/** A server that answers is well, even if it has no list, or keeps it to itself. */
async function isWell(http: Http, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    const response = await http.request('/models', undefined, signal);
    await response.body?.cancel();
    return true;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return !['unreachable', 'server', 'cut', 'rate-limited'].includes(error.failure);
  }
}

function toReply({ text, truncated, usage }: Awaited<ReturnType<typeof chatRequest>>): EngineReply {
  return {
    answers: isNotFound(text) ? [] : [{ type: 'generated', text: text.trim(), truncated }],
    ...(usage === undefined ? {} : { usage }),
    windows: { read: 1, total: 1 },
  };
}
