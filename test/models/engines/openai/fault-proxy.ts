import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetch } from 'undici';

/** What goes wrong with one chat request on its way to a server and back. */
export type Fault =
  | { readonly type: 'none' }
  /** The request does not reach the server. */
  | { readonly type: 'status'; readonly status: number; readonly retryAfter?: string }
  /** The connection breaks after so many pieces of the answer. */
  | { readonly type: 'cut'; readonly pieces: number }
  /** After so many pieces comes what is no JSON. */
  | { readonly type: 'garbage'; readonly pieces: number };

export interface FaultProxy extends AsyncDisposable {
  readonly baseUrl: string;
  /** Chat requests so far. */
  readonly chats: () => number;
}

/** Stands before a real server: the first chat request meets the first fault, and those after the last none. */
export async function faultProxy(
  target: string,
  faults: readonly Fault[],
  { hidden }: { /** A path that it says is not there. */ readonly hidden?: string } = {},
): Promise<FaultProxy> {
  let chats = 0;
  const server = createServer(async (request, response) => {
    const isChat = request.url?.endsWith('/chat/completions') ?? false;
    const fault: Fault = (isChat ? faults[chats++] : undefined) ?? { type: 'none' };
    if (request.url === hidden) return refuse(response, { type: 'status', status: 404 });
    if (fault.type === 'status') return refuse(response, fault);
    await forward(new URL(request.url ?? '', target), request, response, fault).catch(() =>
      response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    chats: () => chats,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refuse(response: ServerResponse, { status, retryAfter }: Extract<Fault, { type: 'status' }>) {
  const wait = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  response.writeHead(status, { 'content-type': 'application/json', ...wait });
  response.end(JSON.stringify({ error: { message: 'not now' } }));
}

async function forward(url: URL, request: IncomingMessage, response: ServerResponse, fault: Fault) {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { method = 'GET', headers } = request;
  const answer = await fetch(url, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(headers.authorization && { authorization: headers.authorization }),
    },
    ...(method === 'POST' && { body: Buffer.concat(parts) }),
  });
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
  let pieces = 0;
  let rest = '';
  for await (const bytes of answer.body ?? []) {
    rest += Buffer.from(bytes as Uint8Array).toString();
    for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
      const event = rest.slice(0, end + 2);
      rest = rest.slice(end + 2);
      if (fault.type !== 'none' && 'pieces' in fault && pieces === fault.pieces) {
        if (fault.type === 'garbage')
          await new Promise((resolve) => response.write('data: {"choi\n\n', resolve));
        return response.destroy();
      }
      await new Promise((resolve) => response.write(event, resolve));
      if (/"content":"[^"]/.test(event)) pieces += 1;
    }
  }
  return response.end(rest);
}
