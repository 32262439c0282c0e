import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { AnswerOptions, AnswerRequest } from '../../../src/models/engines/engine.ts';
import { type OpenAiEngineOptions, openAiEngine } from '../../../src/models/engines/openai.ts';
import {
  answer,
  completion,
  type FakeServer,
  fakeServer,
  json,
  type Reply,
  silence,
  status,
  stream,
  streamThenDrop,
} from './openai/fake-server.ts';

const counter = { name: 'words', count: (text: string) => text.split(/\s+/).length };
const request: AnswerRequest = {
  type: 'answer',
  question: 'When was the mill built?',
  context: [{ id: 'mill.md', text: 'The mill was built in 1862.' }],
};
const retry = { baseDelayMs: 5 };

function open(server: Pick<FakeServer, 'baseUrl'>, options: Partial<OpenAiEngineOptions> = {}) {
  return openAiEngine({ baseUrl: server.baseUrl, counter, retry, ...options });
}

/** Asks once and closes. */
async function ask(server: FakeServer, options: Partial<OpenAiEngineOptions> = {}, run: AnswerOptions = {}) {
  const engine = await open(server, options);
  try {
    return await engine.answer(request, run);
  } finally {
    await engine.close();
  }
}

/** The error that a chat request ends with if the server replies so. */
async function failureOf(replies: readonly Reply[], options: Partial<OpenAiEngineOptions> = {}) {
  await using server = await fakeServer(replies);
  const error: unknown = await ask(server, options).catch((failure: unknown) => failure);
  return { error, requests: server.requests.length };
}

async function stoppedServer() {
  await using server = await fakeServer([]);
  return { baseUrl: server.baseUrl };
}

describe('openAiEngine', () => {
  it('streams an answer with its usage', async () => {
    await using server = await fakeServer([answer('In 1862, by the river.')]);
    const pieces: string[] = [];
    const reply = await ask(server, {}, { onText: (text) => pieces.push(text) });
    expect(reply).toEqual({
      answers: [{ type: 'generated', text: 'In 1862, by the river.', truncated: false }],
      usage: { inputTokens: 120, outputTokens: 5 },
      windows: { read: 1, total: 1 },
    });
    expect(pieces).toEqual(['In ', '1862, ', 'by ', 'the ', 'river.']);
  });

  it('sends the context first and the question last, greedily', async () => {
    await using server = await fakeServer([answer('1862')]);
    await ask(server, { maxTokens: 99 });
    const [body] = server.requests;
    expect(body).toMatchObject({
      model: 'fake-1',
      temperature: 0,
      max_tokens: 99,
      stream: true,
      stream_options: { include_usage: true },
    });
    const user = body?.messages.at(-1)?.content ?? '';
    expect(user.startsWith('<document id="mill.md">\nThe mill was built in 1862.\n</document>')).toBe(true);
    expect(user.endsWith('When was the mill built?')).toBe(true);
  });

  it('shares everything but the question between two questions over one context', async () => {
    await using server = await fakeServer([answer('yes')]);
    const engine = await open(server);
    await engine.answer(request);
    await engine.answer({ ...request, question: 'Who built it?' });
    await engine.close();
    const [first, second] = server.requests.map(({ messages }) =>
      messages.map(({ content }) => content).join('\n'),
    );
    const shared = first?.slice(0, first.indexOf(request.question)) ?? '';
    expect(shared).toContain('1862');
    expect(second?.startsWith(shared)).toBe(true);
  });

  it('takes the limit that the server lists, and needs no list if model and limit are given', async () => {
    await using listing = await fakeServer([answer('x')]);
    const engine = await open(listing);
    expect(engine).toMatchObject({ name: 'openai:fake-1', contextLimit: 4096 });
    await engine.close();

    await using listless = await fakeServer([answer('x')], status(404, {}));
    const named = await open(listless, { model: 'scout' });
    expect(named).toMatchObject({ name: 'openai:scout', contextLimit: Number.POSITIVE_INFINITY });
    await named.close();
    const unlisted = await open({ baseUrl: 'http://127.0.0.1:9/v1' }, { model: 'scout', contextLimit: 8000 });
    expect(unlisted.contextLimit).toBe(8000);
    await unlisted.close();
  });

  it('adds /v1 to a bare host', async () => {
    await using server = await fakeServer([answer('1862')]);
    const { answers } = await ask(server, { baseUrl: server.baseUrl.replace(/\/v1$/, '') });
    expect(answers[0]?.text).toBe('1862');
  });

  it('reads a stream that comes byte by byte, with CRLF and comments', async () => {
    const text = `: ping\r\n${completion(['Zürich ', '日本 ', '😀'])}`.replaceAll('\n', '\r\n');
    await using server = await fakeServer([stream(text, { bytes: 1 })]);
    const { answers, usage } = await ask(server);
    expect(answers[0]?.text).toBe('Zürich 日本 😀');
    expect(usage?.outputTokens).toBe(3);
  });

  it('reads the whole completion of a server that does not stream', async () => {
    const body = {
      choices: [{ message: { content: '1862' }, finish_reason: 'length' }],
      usage: { prompt_tokens: 7, completion_tokens: 1 },
    };
    await using server = await fakeServer([json(body)]);
    const { answers, usage } = await ask(server);
    expect(answers).toEqual([{ type: 'generated', text: '1862', truncated: true }]);
    expect(usage).toEqual({ inputTokens: 7, outputTokens: 1 });
  });

  it('takes a stream without [DONE] for whole if the model finished', async () => {
    await using server = await fakeServer([stream(completion(['1862']).replace('data: [DONE]\n\n', ''))]);
    expect((await ask(server)).answers[0]?.text).toBe('1862');
  });

  it('asks the server for so much at once, and the rest afterwards', async () => {
    let busy = 0;
    let most = 0;
    await using server = await fakeServer([
      async (response, body) => {
        most = Math.max(most, ++busy);
        await sleep(20);
        busy -= 1;
        await answer('1862')(response, body);
      },
    ]);
    const engine = await open(server, { concurrency: 2 });
    await Promise.all(Array.from({ length: 5 }, () => engine.answer(request)));
    await engine.close();
    expect(most).toBe(2);
  });

  it('reports that the context holds no answer', async () => {
    await using server = await fakeServer([answer('NOT FOUND.')]);
    expect((await ask(server)).answers).toEqual([]);
  });
});

describe('openAiEngine, refused', () => {
  it('tries again after 429 and 503, and waits as long as it is told', async () => {
    const busy = status(429, { error: { message: 'slow down' } }, { 'retry-after': '0.2' });
    await using server = await fakeServer([busy, status(503, {}), answer('1862')]);
    const started = performance.now();
    const { answers } = await ask(server);
    expect(answers[0]?.text).toBe('1862');
    expect(server.requests.length).toBe(3);
    expect(performance.now() - started).toBeGreaterThan(195);
  });

  it('gives up on 429 after some tries, or at once if the wait is too long', async () => {
    const busy = { error: { message: 'slow down' } };
    const persistent = await failureOf([status(429, busy)]);
    expect(persistent.error).toMatchObject({ code: 'engine', failure: 'rate-limited' });
    expect(persistent.requests).toBe(4);
    const long = await failureOf([status(429, busy, { 'retry-after': '3600' })]);
    expect(long.error).toMatchObject({ failure: 'rate-limited', hint: expect.stringContaining('3600') });
    expect(long.requests).toBe(1);
  });

  it.each([
    [401, { error: { message: 'bad key' } }, 'unauthorized', /refused the API key \(401\): bad key/],
    [403, { detail: 'not yours' }, 'unauthorized', /denies access \(403\): not yours/],
    [
      404,
      { error: { message: 'The model `x` does not exist' } },
      'not-found',
      /not this model \(404\): The model/,
    ],
    [400, { message: 'temperature is odd' }, 'rejected', /rejected the request \(400\): temperature is odd/],
    [500, { error: 'out of memory' }, 'server', /failed \(500\): out of memory/],
    [504, {}, 'server', /failed \(504\)/],
  ])('explains %i, and sends it once', async (code, body, failure, message) => {
    const { error, requests } = await failureOf([status(code, body)]);
    expect(error).toMatchObject({ code: 'engine', failure, message: expect.stringMatching(message) });
    expect(error).toHaveProperty('hint', expect.stringMatching(/\w/));
    expect(requests).toBe(1);
  });

  it('knows a context that is too long, and the limit', async () => {
    const body = {
      message: "This model's maximum context length is 4096 tokens. However, you requested 9000 tokens.",
    };
    const { error } = await failureOf([status(400, body)]);
    expect(error).toMatchObject({ failure: 'context-too-long', contextLimit: 4096 });
  });

  it('explains a refused connection, an unknown host and a page that is no API', async () => {
    await expect(open(await stoppedServer())).rejects.toMatchObject({
      failure: 'unreachable',
      message: expect.stringMatching(/127\.0\.0\.1:\d+: the connection was refused/),
    });
    await expect(open({ baseUrl: 'http://127.0.0.1:9/v1' })).rejects.toMatchObject({
      failure: 'unreachable',
      message: expect.stringContaining('bad port'),
    });
    await expect(open({ baseUrl: 'http://no-such-host.invalid/v1' })).rejects.toMatchObject({
      failure: 'unreachable',
      message: expect.stringContaining('no-such-host.invalid'),
    });
    const page: Reply = (response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>Welcome</title>');
    };
    await using website = await fakeServer([page], page);
    await expect(open(website)).rejects.toMatchObject({
      failure: 'protocol',
      hint: expect.stringContaining('/v1'),
    });
    await expect(ask(website, { model: 'scout' })).rejects.toMatchObject({ failure: 'protocol' });
  });

  it('does not wait for a server that takes requests and says nothing, before a model is asked', async () => {
    await using server = await fakeServer([], silence);
    await expect(open(server, { lookUpMs: 30 })).rejects.toMatchObject({
      failure: 'unreachable',
      message: expect.stringContaining('says nothing'),
    });
  });

  it.each(['localhost:8000', 'ftp://host/v1', 'nonsense'])('refuses the base URL %s', async (baseUrl) => {
    await expect(open({ baseUrl })).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('openAiEngine, broken streams', () => {
  const start = completion(['In ', '18']).split(
    'data: {"object":"chat.completion.chunk","choices":[{"index":0,"delta":{},',
  )[0];

  it.each<[string, Reply]>([
    ['ends early', stream(start as string)],
    ['is dropped', streamThenDrop(start as string)],
  ])('keeps what had come of a stream that %s', async (_, reply) => {
    const { error, requests } = await failureOf([reply]);
    expect(error).toMatchObject({ code: 'engine', failure: 'cut', partial: 'In 18' });
    expect(requests).toBe(1);
  });

  it('reports a malformed chunk', async () => {
    const { error } = await failureOf([stream(`${start}data: {"choices": [{"del\n\n`)]);
    expect(error).toMatchObject({
      failure: 'protocol',
      partial: 'In 18',
      message: expect.stringContaining('del'),
    });
  });

  it.each([
    ['data: {"error":{"message":"CUDA out of memory","code":500}}'],
    ['error: {"code":500,"message":"CUDA out of memory"}'],
    ['data: {"object":"error","message":"CUDA out of memory","code":500}'],
  ])('reports an error within the stream: %s', async (line) => {
    const { error } = await failureOf([stream(`${start}${line}\n\n`)]);
    expect(error).toMatchObject({
      failure: 'server',
      message: expect.stringContaining('CUDA out of memory'),
    });
  });

  it('reports an empty answer, and why it may be empty', async () => {
    expect((await failureOf([stream(completion([]))])).error).toMatchObject({ failure: 'empty' });
    const thinking = completion([], 'length').replace('"content":null', '"reasoning_content":"Hm."');
    expect((await failureOf([stream(thinking)])).error).toMatchObject({
      hint: expect.stringContaining('thinking'),
    });
  });
});

describe('openAiEngine, aborted', () => {
  const slow = stream(completion(['a ', 'b ', 'c ', 'd ']), { bytes: 40, delayMs: 20 });
  it.each<[string, Reply, number]>([
    ['before it starts', answer('x'), -1],
    ['before the first byte', silence, 60],
    ['within the stream', slow, 150],
    ['between two tries', status(429, {}, { 'retry-after': '20' }), 60],
  ])('stops %s', async (_, reply, delay) => {
    await using server = await fakeServer([reply]);
    const engine = await open(server);
    const controller = new AbortController();
    if (delay < 0) controller.abort();
    else setTimeout(() => controller.abort(), delay);
    const started = performance.now();
    await expect(engine.answer(request, { signal: controller.signal })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(performance.now() - started).toBeLessThan(2000);
    await engine.close();
    expect(server.requests.length).toBe(delay < 0 ? 0 : 1);
  });

  it('breaks the connection off, so that the server stops working', async () => {
    await using server = await fakeServer([silence]);
    const engine = await open(server);
    await expect(engine.answer(request, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      code: 'aborted',
    });
    await expect.poll(server.broken).toBe(1);
    await engine.close();
  });
});

describe('openAiEngine, API key', () => {
  const apiKey = 'sk-very-secret-42';

  it('sends the key, and no header without one', async () => {
    await using server = await fakeServer([answer('x')]);
    await ask(server, { apiKey });
    await ask(server);
    expect(server.authorizations).toEqual([`Bearer ${apiKey}`, undefined]);
  });

  it('never shows it in an error, not even if the server repeats it', async () => {
    const echo = status(401, { error: { message: `Incorrect API key provided: ${apiKey}.` } });
    const dropped: Reply = (response) => response.destroy();
    for (const reply of [
      echo,
      dropped,
      stream(`data: ${apiKey}\n\n`),
      stream(`data: {"error":"${apiKey}"}\n\n`),
    ]) {
      const { error } = await failureOf([reply], { apiKey });
      expect(error).toMatchObject({ code: 'engine' });
      expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(apiKey);
    }
  });

  it('refuses a key that cannot be a header, without repeating it', async () => {
    const error: unknown = await open({ baseUrl: 'http://127.0.0.1:9' }, { apiKey: `${apiKey}\n` }).catch(
      (e: unknown) => e,
    );
    expect(error).toMatchObject({ code: 'usage' });
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(apiKey);
  });
});
