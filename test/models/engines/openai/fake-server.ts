import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the server does with one chat request. */
export type Reply = (response: ServerResponse, body: ChatRequest) => unknown;

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly [option: string]: unknown;
}

export interface FakeServer extends AsyncDisposable {
  readonly baseUrl: string;
  /** Every chat request so far. */
  readonly requests: readonly ChatRequest[];
  /** The authorization header of each. */
  readonly authorizations: readonly (string | undefined)[];
  /** How many requests the clients broke off. */
  readonly broken: () => number;
}

/** An OpenAI-compatible server that replies to its chat requests with one reply after the other, then the last. */
export async function fakeServer(
  replies: readonly Reply[],
  models: Reply = json({ data: [{ id: 'fake-1', max_model_len: 4096 }] }),
  tokenize?: Reply,
): Promise<FakeServer> {
  const requests: ChatRequest[] = [];
  const authorizations: (string | undefined)[] = [];
  let broken = 0;
  const server = createServer(async (request, response) => {
    response.on('close', () => {
      if (!response.writableFinished) broken++;
    });
    if (request.url === '/v1/models') return models(response, { model: '', messages: [] });
    if (request.url === '/tokenize' && tokenize !== undefined)
      return tokenize(response, await readJson(request));
    if (request.url !== '/v1/chat/completions')
      return status(404, { error: { message: 'no such route' } })(response);
    const body = await readJson(request);
    const reply = replies[Math.min(requests.length, replies.length - 1)];
    requests.push(body);
    authorizations.push(request.headers.authorization);
    await reply?.(response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    authorizations,
    broken: () => broken,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The chunks of a completion as vLLM, llama-server and OpenAI send them, usage last. */
export function completion(words: readonly string[], finish = 'stop'): string {
  const chunk = (choices: readonly object[], more: object = {}) =>
    `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices, ...more })}\n\n`;
  return [
    chunk([{ index: 0, delta: { role: 'assistant', content: null }, finish_reason: null }]),
    ...words.map((content) => chunk([{ index: 0, delta: { content }, finish_reason: null }])),
    chunk([{ index: 0, delta: {}, finish_reason: finish }]),
    chunk([], { usage: { prompt_tokens: 120, completion_tokens: words.length } }),
    'data: [DONE]\n\n',
  ].join('');
}

/** Streams a text, in pieces of some bytes. */
export function stream(text: string, { bytes = 1 << 20, delayMs = 0 } = {}): Reply {
  return async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.flushHeaders();
    const data = Buffer.from(text);
    for (let from = 0; from < data.length && !response.destroyed; from += bytes) {
      if (delayMs > 0) await sleep(delayMs);
      await new Promise((resolve) => response.write(data.subarray(from, from + bytes), resolve));
    }
    response.end();
  };
}

/** Streams a text, then drops the connection without ending the response. */
export function streamThenDrop(text: string): Reply {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(text, () => response.destroy());
  };
}

export function answer(text: string): Reply {
  return stream(completion(text.split(/(?<= )/)));
}

export function json(body: object): Reply {
  return status(200, body);
}

export function status(code: number, body: object, headers: Record<string, string> = {}) {
  return (response: ServerResponse) => {
    response.writeHead(code, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** Reads the request and says nothing. */
export const silence: Reply = () => {};

async function readJson(request: IncomingMessage): Promise<ChatRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as ChatRequest;
}
