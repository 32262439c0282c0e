import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ChatServer {
  readonly baseUrl: string;
  /** What was asked, in order. */
  readonly requests: {
    readonly path: string;
    readonly authorization: string | undefined;
    readonly body: string;
  }[];
  finish(): void;
}

export interface ChatServerOptions {
  /** @default 200 */
  readonly status?: number;
  /** What an error says. */
  readonly message?: string;
  readonly retryAfter?: string;
  /** Sends only the first piece of the answer until {@link ChatServer.finish} is called. */
  readonly holds?: boolean;
  /** Breaks the connection after two pieces of the answer. */
  readonly breaks?: boolean;
}

/** A server on this machine that speaks as much of the chat protocol as a client needs, and always says `answer`. */
export async function chatServer(
  answer: string | readonly string[],
  {
    status = 200,
    message = 'not this time',
    retryAfter,
    holds = false,
    breaks = false,
  }: ChatServerOptions = {},
): Promise<ChatServer> {
  const requests: ChatServer['requests'] = [];
  let finish = () => {};
  const finished = holds
    ? new Promise<void>((resolve) => {
        finish = resolve;
      })
    : Promise.resolve();
  const pieces = events(typeof answer === 'string' ? [answer] : answer);
  const server = createServer((request, response) => {
    void read(request).then(async (body) => {
      requests.push({ path: request.url ?? '', authorization: request.headers.authorization, body });
      if (status !== 200) {
        const wait = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
        response.writeHead(status, { 'content-type': 'application/json', ...wait });
        return response.end(JSON.stringify({ error: { message } }));
      }
      if (request.url === '/v1/models') {
        response.writeHead(200, { 'content-type': 'application/json' });
        return response.end(
          JSON.stringify({ object: 'list', data: [{ id: 'parrot', max_model_len: 8192 }] }),
        );
      }
      if (request.url !== '/v1/chat/completions') return response.writeHead(404).end();
      const shown = breaks ? 2 : 1;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(pieces.slice(0, shown).join(''), () => breaks && response.destroy());
      await finished;
      return breaks || response.end(pieces.slice(shown).join(''));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, requests, finish };
}

async function read(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}

function events(pieces: readonly string[]): string[] {
  const chunk = (delta: object, reason: string | null) => ({
    choices: [{ index: 0, delta, finish_reason: reason }],
  });
  const usage = { choices: [], usage: { prompt_tokens: 40, completion_tokens: 2, total_tokens: 42 } };
  const parts = [...pieces.map((content) => chunk({ content }, null)), chunk({}, 'stop'), usage];
  return [...parts.map((part) => `data: ${JSON.stringify(part)}\n\n`), 'data: [DONE]\n\n'];
}
