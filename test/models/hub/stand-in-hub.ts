import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What the hub does wrong, or asks for; may be changed while it runs. */
export interface HubBehaviour {
  /** The token without which the repository is not shown. */
  token?: string;
  /** Answers every request below the endpoint with this. */
  refusal?: { readonly status: number; readonly headers?: Readonly<Record<string, string>> };
  /** So many requests are refused that way; all, if absent. */
  refusals?: number;
  /** Large files break off after so many bytes, as many times; the last of them may not arrive. */
  cutAfter?: number;
  cuts?: number;
  /** Large files come no further than so many bytes, without an end. */
  stallAfter?: number | undefined;
  /** Sends everything, whatever was asked for. */
  ignoresRanges?: boolean;
  /** So many large files arrive with a byte changed. */
  damages?: number;
  /** Says that files are so large. */
  claimedBytes?: number;
  /** Sends nothing of large files until this is settled. */
  hold?: Promise<void>;
  /** Sends no token home: where large files lie. @default another origin */
  redirectsTo?: string;
}

export interface StandInHub {
  readonly endpoint: string;
  readonly behaviour: HubBehaviour;
  readonly requests: HubRequest[];
  /** Puts another state of the files under the branch `main`. */
  commit(files: Readonly<Record<string, Buffer>>): string;
}

export interface HubRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly range: string | undefined;
  /** On the second server, where large files lie. */
  readonly isElsewhere: boolean;
}

/** A hub on this machine with one repository, `test/tiny`, and a second server for its large files. */
export async function standInHub(files: Readonly<Record<string, Buffer>>): Promise<StandInHub> {
  const behaviour: HubBehaviour = {};
  const requests: HubRequest[] = [];
  const commits = new Map<string, Readonly<Record<string, Buffer>>>();
  let head = '';
  const commit = (state: Readonly<Record<string, Buffer>>) => {
    head = createHash('sha1').update(`${commits.size}`).digest('hex');
    commits.set(head, state);
    return head;
  };
  commit(files);

  const note = (request: IncomingMessage, isElsewhere: boolean) => {
    const { method = '', url = '', headers } = request;
    requests.push({
      method,
      path: url,
      authorization: headers.authorization,
      range: headers.range,
      isElsewhere,
    });
  };

  const large = await listen((request, response) => {
    note(request, true);
    const [, sha = '', name = ''] = /^\/([0-9a-f]+)\/(.*)$/.exec(request.url ?? '') ?? [];
    const contents = commits.get(sha)?.[decodeURIComponent(name)];
    if (contents === undefined) return void response.writeHead(404).end();
    void sendLarge(contents, request, response, behaviour);
  });

  const main = await listen((request, response) => {
    note(request, false);
    const { refusal, token } = behaviour;
    if (refusal !== undefined && behaviour.refusals !== 0) {
      if (behaviour.refusals !== undefined) behaviour.refusals -= 1;
      return void response.writeHead(refusal.status, refusal.headers).end();
    }
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
      return void response
        .writeHead(401, { 'x-error-code': 'RepoNotFound', 'x-error-message': 'Invalid user' })
        .end();
    answer(request, response);
  });

  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const path = decodeURIComponent(request.url ?? '');
    const [, area, revision = '', name] =
      /^\/(api\/models\/test\/tiny\/revision|test\/tiny\/resolve)\/([^/]+)(?:\/(.*))?$/.exec(path) ?? [];
    if (area === undefined) return void response.writeHead(401, { 'x-error-code': 'RepoNotFound' }).end();
    const sha = revision === 'main' ? head : revision;
    const state = commits.get(sha);
    if (state === undefined)
      return void response.writeHead(404, { 'x-error-code': 'RevisionNotFound' }).end();
    if (name === undefined) {
      const siblings = Object.keys(state).map((rfilename) => ({ rfilename }));
      return void response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ sha, siblings }));
    }
    const contents = state[name];
    if (contents === undefined)
      return void response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end();
    describe(sha, name, contents, request, response);
  };

  const describe = (
    sha: string,
    name: string,
    contents: Buffer,
    request: IncomingMessage,
    response: ServerResponse,
  ) => {
    const size = String(behaviour.claimedBytes ?? contents.length);
    if (!/\.onnx/.test(name)) {
      const headers = { etag: `"${gitSha1(contents)}"`, 'content-length': size, 'x-repo-commit': sha };
      return void response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : contents);
    }
    response.writeHead(302, {
      location: behaviour.redirectsTo ?? `${large}/${sha}/${encodeURIComponent(name)}`,
      'x-linked-etag': `"${sha256(contents)}"`,
      'x-linked-size': size,
      'x-repo-commit': sha,
    });
    response.end();
  };

  return { endpoint: main, behaviour, requests, commit };
}

export function sha256(contents: Buffer): string {
  return createHash('sha256').update(contents).digest('hex');
}

export function gitSha1(contents: Buffer): string {
  return createHash('sha1').update(`blob ${contents.length}\0`).update(contents).digest('hex');
}

async function sendLarge(
  contents: Buffer,
  request: IncomingMessage,
  response: ServerResponse,
  behaviour: HubBehaviour,
): Promise<void> {
  const from = behaviour.ignoresRanges
    ? 0
    : Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const body = Buffer.from(contents.subarray(from));
  if ((behaviour.damages ?? 0) > 0) {
    behaviour.damages = (behaviour.damages ?? 0) - 1;
    body[body.length - 1] = (body[body.length - 1] ?? 0) ^ 1;
  }
  response.writeHead(from > 0 ? 206 : 200, {
    'content-length': body.length,
    ...(from > 0 ? { 'content-range': `bytes ${from}-${contents.length - 1}/${contents.length}` } : {}),
  });
  response.flushHeaders();
  await behaviour.hold;
  const { cutAfter = 0, cuts = 0, stallAfter } = behaviour;
  if (stallAfter !== undefined && body.length > stallAfter)
    return void response.write(body.subarray(0, stallAfter));
  if (cuts === 0 || body.length <= cutAfter) return void response.end(body);
  behaviour.cuts = cuts - 1;
  response.write(body.subarray(0, cutAfter), () => setTimeout(() => response.destroy(), 300));
}

async function listen(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server: Server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
