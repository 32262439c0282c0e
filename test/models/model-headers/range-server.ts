import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { onTestFinished } from 'vitest';

/** Bytes that are written at once. */
const PIECE = 2 ** 16;

/** What the server does wrong; may be changed while it runs. */
export interface ServerBehaviour {
  /** Sends everything, whatever was asked for. */
  ignoresRanges?: boolean;
  /** Breaks so many responses off after half of their bytes. */
  cuts?: number;
  /** Does not say how long the file is. */
  hidesLength?: boolean;
  /** Sends from another place than was asked for. */
  shifts?: number;
}

export interface RangeServer {
  readonly endpoint: string;
  readonly behaviour: ServerBehaviour;
  /** What was asked for, in order. */
  readonly requests: { readonly path: string; readonly range: string | undefined }[];
  /** Bytes of files that were given to connections. */
  sent: number;
}

/** A server on this machine that has files by their path, the beginnings of which may be asked for. */
export async function rangeServer(files: Readonly<Record<string, Buffer>>): Promise<RangeServer> {
  const behaviour: ServerBehaviour = {};
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    const { range } = request.headers;
    state.requests.push({ path, range });
    const contents = files[path];
    if (contents === undefined) return void response.writeHead(404).end();
    const asked = behaviour.ignoresRanges ? null : /^bytes=(\d+)-(\d+)$/.exec(range ?? '');
    const from = Number(asked?.[1] ?? 0) + (behaviour.shifts ?? 0);
    const body = contents.subarray(from, asked === null ? undefined : Number(asked?.[2]) + 1);
    const total = behaviour.hidesLength ? '*' : contents.length;
    const headers = { 'content-range': `bytes ${from}-${from + body.length - 1}/${total}` };
    response.writeHead(asked === null ? 200 : 206, {
      'content-length': body.length,
      ...(asked === null ? {} : headers),
    });
    void send(response, body);
  });

  function* pieces(body: Buffer): Generator<Buffer> {
    for (let at = 0; at < body.length; at += PIECE) {
      const piece = body.subarray(at, at + PIECE);
      state.sent += piece.length;
      yield piece;
    }
  }

  const send = async (response: ServerResponse, body: Buffer) => {
    const isCut = (behaviour.cuts ?? 0) > 0;
    if (isCut) behaviour.cuts = (behaviour.cuts ?? 0) - 1;
    const part = isCut ? body.subarray(0, body.length / 2) : body;
    // Whoever has read enough closes the connection.
    await pipeline(pieces(part), response, { end: !isCut }).catch(() => {});
    if (isCut) setTimeout(() => response.destroy(), 100);
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const state: RangeServer = { endpoint, behaviour, requests: [], sent: 0 };
  return state;
}
