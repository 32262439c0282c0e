import type { Response } from 'undici';
import type { TokenUsage } from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import type { ChatMessage } from '../prompts.ts';
import type { Http } from './http.ts';
import { readEvents } from './sse.ts';

export interface ChatBody {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly max_tokens?: number;
  readonly temperature: number;
}

export interface Completion {
  readonly text: string;
  readonly truncated: boolean;
  readonly usage?: TokenUsage;
}

/**
 * One streamed chat completion.
 *
 * @throws {EngineError} if the server fails, its stream is malformed or breaks off, or it writes nothing.
 */
export async function chatRequest(
  http: Http,
  body: ChatBody,
  signal?: AbortSignal,
  onText?: (text: string) => void,
): Promise<Completion> {
  const streamed = { ...body, stream: true, stream_options: { include_usage: true } };
  const response = await http.request('/chat/completions', streamed, signal);
  const draft = new Draft(http, onText);
  try {
    if (isEventStream(response)) await readStream(response, draft);
    else draft.add(await response.text());
  } catch (error) {
    throw http.failure(error, draft.text, signal);
  }
  return draft.finish();
}

function isEventStream(response: Response): boolean {
  return response.headers.get('content-type')?.includes('text/event-stream') ?? true;
}

async function readStream(response: Response, draft: Draft): Promise<void> {
  if (response.body === null) return;
  for await (const { type, value } of readEvents(response.body)) {
    if (type === 'data' && value.trim() === '[DONE]') return draft.end();
    if (type === 'error') draft.fail(value);
    draft.add(value);
  }
}

/** The parts of a chunk, or of a whole completion, that matter here. */
interface Chunk {
  readonly error?: unknown;
  readonly choices?: readonly {
    readonly delta?: Message;
    readonly message?: Message;
    readonly finish_reason?: string | null;
  }[];
  readonly usage?: {
    readonly prompt_tokens?: number;
    readonly completion_tokens?: number;
    readonly prompt_tokens_details?: { readonly cached_tokens?: number } | null;
  } | null;
}

interface Message {
  readonly content?: unknown;
  readonly reasoning_content?: unknown;
}

/** A completion as it grows. */
class Draft {
  text = '';
  #finish: string | undefined;
  #ended = false;
  #reasoned = false;
  #usage: TokenUsage | undefined;
  readonly #http: Http;
  readonly #onText: ((text: string) => void) | undefined;

  constructor(http: Http, onText: ((text: string) => void) | undefined) {
    this.#http = http;
    this.#onText = onText;
  }

  add(json: string): void {
    const chunk = this.#parse(json);
    if (chunk.error !== undefined && chunk.error !== null) this.fail(json);
    // The last chunk of usage has no choices; other servers send it along with each.
    const { prompt_tokens, completion_tokens, prompt_tokens_details } = chunk.usage ?? {};
    if (prompt_tokens !== undefined) {
      const cached = prompt_tokens_details?.cached_tokens;
      this.#usage = {
        inputTokens: prompt_tokens,
        outputTokens: completion_tokens ?? 0,
        ...(cached === undefined ? {} : { cachedTokens: cached }),
      };
    }
    const choice = chunk.choices?.[0];
    const { content, reasoning_content: reasoning } = choice?.delta ?? choice?.message ?? {};
    if (reasoning) this.#reasoned = true;
    if (choice?.finish_reason) this.#finish = choice.finish_reason;
    if (typeof content !== 'string' || content === '') return;
    this.text += content;
    this.#onText?.(content);
  }

  fail(body: string): never {
    throw this.#http.streamError(body, this.text);
  }

  end(): void {
    this.#ended = true;
  }

  finish(): Completion {
    if (!this.#ended && this.#finish === undefined) {
      throw new EngineError('cut', 'The stream of the server broke off before the answer was complete.', {
        hint: 'See the log of the server; a proxy between may also cut long requests.',
        partial: this.text,
      });
    }
    const truncated = this.#finish === 'length';
    if (this.text.trim() === '') throw emptyAnswer(truncated, this.#reasoned);
    return { text: this.text, truncated, ...(this.#usage === undefined ? {} : { usage: this.#usage }) };
  }

  #parse(json: string): Chunk {
    const chunk = parseObject(json);
    if (chunk !== undefined) return chunk;
    throw new EngineError(
      'protocol',
      `The server sent what is not a chat completion: ${this.#http.quote(json)}`,
      {
        hint: 'Check that the base URL is of an OpenAI-compatible server; it usually ends in /v1.',
        partial: this.text,
      },
    );
  }
}

function parseObject(json: string): Chunk | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null) return undefined;
    if ('object' in value && value.object === 'error') return { error: value };
    return 'choices' in value || 'error' in value ? (value as Chunk) : undefined;
  } catch {
    return undefined;
  }
}

function emptyAnswer(truncated: boolean, reasoned: boolean): EngineError {
  const hint = truncated
    ? `Allow more output tokens${reasoned ? ': the model spent them on thinking' : ''}.`
    : 'The model ended at once; its chat template may not suit the server.';
  return new EngineError('empty', 'The model wrote no answer.', { hint });
}
