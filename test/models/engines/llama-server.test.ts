import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { infer } from '../../../src/infer.ts';
import type { AnswerGrammar } from '../../../src/models/engines/answer-grammar.ts';
import type { GenerativeEngine } from '../../../src/models/engines/engine.ts';
import { openAiEngine } from '../../../src/models/engines/openai.ts';
import { severalEngines } from '../../../src/models/engines/several-engines.ts';
import { hasLlamaServer, type LlamaServer, startLlamaServer } from './llama-server.ts';
import { type Fault, faultProxy } from './openai/fault-proxy.ts';

const apiKey = 'sk-local-test';
const mustRun = process.env['CI'] === 'true';

/** Half of what the model's own tokenizer counts, so that windows come out too long at first. */
const shortCounter = { name: 'short', count: (text: string) => Math.ceil(text.length / 8) };

describe.skipIf(!hasLlamaServer && !mustRun)('openAiEngine over a real llama-server (.venv/llama)', () => {
  let server: LlamaServer;
  let engine: GenerativeEngine;

  beforeAll(async () => {
    server = await startLlamaServer(768, apiKey);
    engine = await openAiEngine({ baseUrl: server.baseUrl, apiKey, counter: shortCounter, maxTokens: 32 });
  });

  afterAll(async () => {
    await engine?.close();
    await server?.[Symbol.asyncDispose]();
  });

  it('finds the model and its context limit', () => {
    expect(engine).toMatchObject({ name: 'openai:smollm2-135m', contextLimit: 768 });
  });

  it('streams a right answer, with the tokens that it cost', async () => {
    let streamed = '';
    const result = await infer('The mill was built in 1862 by Anna Berg.', {
      question: 'When was the mill built?',
      engine,
      onText: (text) => {
        streamed += text;
      },
    });
    expect(result.answers[0]?.text).toContain('1862');
    expect(streamed.trim()).toBe(result.answers[0]?.text);
    expect(result.usage?.inputTokens).toBeGreaterThan(100);
    expect(result.usage?.outputTokens).toBeGreaterThan(3);
  });

  it('holds an answer to a pattern and to a schema, and reads what it has read already once', async () => {
    const request = {
      type: 'answer',
      question: 'When was the mill built?',
      context: [{ id: 'a', text: 'The mill was built in 1862 by Anna Berg.' }],
    } as const;
    const options = { baseUrl: server.baseUrl, apiKey, counter: shortCounter, maxTokens: 32 };
    const schema = { type: 'object', properties: { year: { type: 'integer' } }, required: ['year'] };
    const forms: AnswerGrammar[] = [
      { type: 'regex', pattern: '(the year |)\\d{4}[.!]' },
      { type: 'json-schema', schema },
    ];
    const answers: string[] = [];
    await engine.answer(request);
    for (const grammar of forms) {
      const held = await openAiEngine({ ...options, grammar });
      const {
        answers: [answer],
        usage,
      } = await held.answer(request);
      answers.push(answer?.text ?? '');
      expect(usage?.cachedTokens).toBeGreaterThan((usage?.inputTokens ?? 0) / 2);
      await held.close();
    }
    expect(answers[0]).toMatch(/^(the year |)\d{4}[.!]$/);
    expect(JSON.parse(answers[1] ?? '')).toEqual({ year: expect.any(Number) });
    const next = await engine.answer({ ...request, question: 'Who built it?' });
    // The context is before the question.
    expect(next.usage?.cachedTokens).toBeGreaterThan((next.usage?.inputTokens ?? 0) / 2);
  });

  it('refuses a wrong key', async () => {
    const wrong = openAiEngine({ baseUrl: server.baseUrl, apiKey: 'sk-wrong', counter: shortCounter });
    await expect(wrong).rejects.toMatchObject({ failure: 'unauthorized' });
  });

  const entries = Array.from(
    { length: 44 },
    (_, day) => `Day ${day}: calm weather, field ${day * 7} was mown.\n`,
  );

  it('knows that a context is too long, and its limit', async () => {
    const context = [{ id: 'diary', text: entries.join('').repeat(2) }];
    const asked = engine.answer({ type: 'answer', question: 'When was field 7 mown?', context });
    await expect(asked).rejects.toMatchObject({ failure: 'context-too-long', contextLimit: 768 });
  });

  it('reads such a context in windows that the server counts, none of which it refuses', async () => {
    expect(await engine.countTokens?.('The mill was built in 1862.')).toBeGreaterThan(6);
    await using proxy = await faultProxy(server.baseUrl, []);
    const options = { baseUrl: proxy.baseUrl, apiKey, counter: shortCounter, maxTokens: 16 };
    const windowed = await openAiEngine(options);
    const text = entries.join('');
    const { windows, usage } = await infer(text, { question: 'When was field 7 mown?', engine: windowed });
    expect(windows.read).toBeGreaterThan(1);
    expect(usage?.inputTokens).toBeGreaterThan((await engine.countTokens?.(text)) ?? 0);
    // A request for each window, and one for the answer if any had notes.
    expect(proxy.chats() - windows.total).toBeLessThanOrEqual(1);
    await windowed.close();
  }, 90_000);

  it('stops a long answer when it is told to', async () => {
    const controller = new AbortController();
    const asked = engine.answer(
      {
        type: 'answer',
        question: 'Tell the whole story.',
        context: [{ id: 'a', text: 'A mill stood by a river.' }],
      },
      { signal: controller.signal, onText: () => controller.abort() },
    );
    await expect(asked).rejects.toMatchObject({ code: 'aborted' });
  });

  describe('behind a proxy at fault', () => {
    const request = {
      type: 'answer',
      question: 'When was the mill built?',
      context: [{ id: 'a', text: 'The mill was built in 1862 by Anna Berg.' }],
    } as const;

    async function askThrough(faults: readonly Fault[], servers: 'proxy' | 'both' = 'proxy') {
      await using proxy = await faultProxy(server.baseUrl, faults);
      const urls = servers === 'both' ? [proxy.baseUrl, server.baseUrl] : [proxy.baseUrl];
      const options = { apiKey, counter: shortCounter, maxTokens: 32, retry: { baseDelayMs: 1 } };
      const asked = severalEngines(
        await Promise.all(urls.map((baseUrl) => openAiEngine({ baseUrl, ...options }))),
      );
      const reply = await asked.answer(request).catch((error: unknown) => error);
      await asked.close();
      return { reply, chats: proxy.chats() };
    }

    it('answers after it was turned away', async () => {
      const faults: Fault[] = [
        { type: 'status', status: 429, retryAfter: '0.01' },
        { type: 'status', status: 503 },
      ];
      const direct = await engine.answer(request);
      expect(await askThrough(faults)).toMatchObject({ reply: { answers: direct.answers }, chats: 3 });
    });

    it.each<[Fault, object]>([
      [{ type: 'status', status: 500 }, { failure: 'server' }],
      [
        { type: 'cut', pieces: 2 },
        { failure: 'cut', partial: expect.stringMatching(/./) },
      ],
      [
        { type: 'garbage', pieces: 2 },
        { failure: 'protocol', partial: expect.stringMatching(/./) },
      ],
    ])('says what went wrong, and sends nothing twice: %j', async (fault, expected) => {
      const { reply, chats } = await askThrough([fault]);
      expect(reply).toMatchObject(expected);
      expect(chats).toBe(1);
    });

    it('goes on with another server, unless a part had come', async () => {
      const direct = await engine.answer(request);
      const failed = await askThrough([{ type: 'status', status: 500 }], 'both');
      expect(failed).toMatchObject({ reply: { answers: direct.answers }, chats: 1 });
      const unseen = await askThrough([{ type: 'cut', pieces: 0 }], 'both');
      expect(unseen).toMatchObject({ reply: { answers: direct.answers }, chats: 1 });
      const begun = await askThrough([{ type: 'cut', pieces: 2 }], 'both');
      expect(begun).toMatchObject({ reply: { failure: 'cut' }, chats: 1 });
    });

    it('reads a window again whose answer broke off, and smaller ones where its counter was wrong', async () => {
      const cuts: Fault[] = [{ type: 'none' }, { type: 'none' }, { type: 'cut', pieces: 1 }];
      await using proxy = await faultProxy(server.baseUrl, cuts, { hidden: '/tokenize' });
      const options = { apiKey, counter: shortCounter, maxTokens: 16, concurrency: 1 };
      const windowed = await openAiEngine({ baseUrl: proxy.baseUrl, ...options });
      const run = { question: 'When was field 7 mown?', engine: windowed, retryDelays: [1, 1] };
      const { windows } = await infer(entries.join(''), run);
      expect(windows).toEqual({ read: windows.total, total: expect.any(Number) });
      expect(windows.total).toBeGreaterThan(1);
      // One that was refused as too long, at least, and one that was cut.
      expect(proxy.chats()).toBeGreaterThanOrEqual(windows.total + 2);
      await windowed.close();
    }, 90_000);
  });

  it('keeps what had come when the server is killed', async () => {
    const doomed = await startLlamaServer(512);
    const other = await openAiEngine({ baseUrl: doomed.baseUrl, counter: shortCounter });
    const asked = other.answer(
      {
        type: 'answer',
        question: 'Write a long story about it.',
        context: [{ id: 'a', text: 'A mill by a river.' }],
      },
      { onText: () => process.kill(doomed.pid, 'SIGKILL') },
    );
    await expect(asked).rejects.toMatchObject({ failure: 'cut', partial: expect.stringMatching(/\w/) });
    await other.close();
    await doomed[Symbol.asyncDispose]();
  }, 60_000);
});
