import { describe, expect, it } from 'vitest';
import { infer } from '../../../../src/infer.ts';
import { openAiEngine } from '../../../../src/models/engines/openai.ts';
import { answer, fakeServer, json, type Reply, silence, status } from './fake-server.ts';

/** A letter is a token: four times as many as the counter here says. */
const counter = { name: 'quarter', count: (text: string) => Math.ceil(text.length / 4) };
const lettersOf = (text: unknown) => (typeof text === 'string' ? text.length : 0);

const servers: readonly [string, Reply][] = [
  // vLLM and SGLang refuse what they do not know; llama-server overlooks it.
  ['vLLM', (response, { prompt }) => json({ count: lettersOf(prompt), max_model_len: 4096 })(response, chat)],
  [
    'llama-server',
    (response, { content }) => json({ tokens: Array(lettersOf(content)).fill(7) })(response, chat),
  ],
];
const chat = { model: '', messages: [] };

async function open(tokenize?: Reply, replies: readonly Reply[] = [answer('NOT FOUND')]) {
  const server = await fakeServer(replies, undefined, tokenize);
  return { server, engine: await openAiEngine({ baseUrl: server.baseUrl, counter, maxTokens: 100 }) };
}

describe.each(servers)('openAiEngine over a %s', (_, tokenize) => {
  it('counts as the server does, the question and what stands around it as well', async () => {
    const { engine } = await open(tokenize);
    expect(await engine.countTokens?.('twelve chars')).toBe(12);
    const [short, long] = [await engine.overhead('Who?'), await engine.overhead('Who was it?')];
    expect(long - short).toBe(7);
    await engine.close();
  });

  it('cuts windows that the server holds', async () => {
    const { server, engine } = await open(tokenize);
    const text = Array.from({ length: 400 }, (_, at) => `Line ${at} of a long text.\n`).join('');
    const { windows } = await infer(text, { question: 'Who?', engine });
    expect(windows.total).toBeGreaterThan(3);
    for (const { messages } of server.requests) {
      const letters = messages.reduce((sum, { content }) => sum + content.length, 0);
      expect(letters).toBeLessThanOrEqual(4096 - 100);
    }
    await engine.close();
  });
});

describe('openAiEngine over a server that does not count', () => {
  it.each<[string, Reply | undefined]>([
    ['knows no such path', undefined],
    ['says no number', json({ ok: true })],
    ['says null', status(200, null as never)],
    ['refuses', status(400, { message: 'no' })],
    ['sends a page', (response) => response.end('<!doctype html>')],
  ])('goes by its counter where it %s', async (_, tokenize) => {
    const { engine } = await open(tokenize);
    expect(await engine.countTokens?.('twelve chars')).toBe(3);
    expect(await engine.overhead('Who?')).toBeLessThan(1000);
    await engine.close();
  });

  it.each<[string, Reply]>([
    ['says nothing', silence],
    ['stops after the head of its reply', (response) => response.writeHead(200).flushHeaders()],
  ])('goes by its counter where it %s, says so, and asks no more', async (_, tokenize) => {
    let asked = 0;
    const server = await fakeServer([], undefined, (response, body) => {
      asked += 1;
      return tokenize(response, body);
    });
    const warnings: string[] = [];
    const engine = await openAiEngine({
      baseUrl: server.baseUrl,
      counter,
      lookUpMs: 100,
      onWarning: (message) => warnings.push(message),
    });
    expect(await engine.countTokens?.('twelve chars')).toBe(3);
    expect(await engine.countTokens?.('twelve chars')).toBe(3);
    expect(asked).toBe(1);
    expect(warnings).toEqual([expect.stringMatching(/sized by an estimate.*says nothing/)]);
    await engine.close();
    await server[Symbol.asyncDispose]();
  });

  it('stops when told', async () => {
    const server = await fakeServer([], undefined, silence);
    const engine = await openAiEngine({ baseUrl: server.baseUrl, counter });
    const asked = engine.countTokens?.('text', AbortSignal.timeout(50));
    await expect(asked).rejects.toMatchObject({ code: 'aborted' });
    await engine.close();
    await server[Symbol.asyncDispose]();
  });
});
