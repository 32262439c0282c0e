import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { infer } from '../../../../src/infer.ts';
import type { EngineReply, GenerativeEngine } from '../../../../src/models/engines/engine.ts';
import { loadLlamaLibrary } from '../../../../src/models/engines/llama/library.ts';
import { type LlamaEngineOptions, llamaEngine } from '../../../../src/models/engines/llama.ts';
import { openAiEngine } from '../../../../src/models/engines/openai.ts';
import { hasLlamaServer, smolLmFile, startLlamaServer } from '../llama-server.ts';
import { skipsLlama } from './node-llama-cpp.ts';
import { llama4Template, writeTinyScout } from './tiny-scout.ts';

const skipsSmolLm = skipsLlama || (!hasLlamaServer && process.env['CI'] !== 'true');
const folder = mkdtempSync(join(tmpdir(), 'pith-llama-'));
const model = join(folder, 'tiny.gguf');
const slice = 512;
const chunk = 8192;

beforeAll(() => writeTinyScout(model, { chatTemplate: llama4Template }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function open(options: Partial<LlamaEngineOptions> = {}): Promise<GenerativeEngine> {
  const engine = await llamaEngine({ model, threads: 1, maxTokens: 24, ...options });
  onTestFinished(() => engine.close());
  return engine;
}

interface Asked {
  readonly reply: EngineReply;
  readonly text: string;
  readonly streamed: readonly string[];
  /** Tokens that were here after each step of the reading. */
  readonly steps: readonly number[];
}

async function ask(
  engine: GenerativeEngine,
  text: string,
  question = 'Who?',
  signal?: AbortSignal,
): Promise<Asked> {
  const streamed: string[] = [];
  const steps: number[] = [];
  const reply = await engine.answer(
    { type: 'answer', question, context: [{ id: 'notes', text }] },
    { signal, onText: (piece) => streamed.push(piece), onProgress: (read) => steps.push(read) },
  );
  return { reply, text: reply.answers[0]?.text ?? '', streamed, steps };
}

/** A text of so many tokens of the tiny model, nearly one a letter. */
function textOf({ counter }: GenerativeEngine, tokens: number): string {
  const text = Array.from(
    { length: tokens / 20 },
    (_, day) => `Day ${day}: field ${(day * 7) % 90} was mown. `,
  ).join('');
  let [short, long] = [0, text.length];
  while (short < long) {
    const middle = (short + long + 1) >>> 1;
    if (counter.count(text.slice(0, middle)) <= tokens) short = middle;
    else long = middle - 1;
  }
  return text.slice(0, short);
}

describe.skipIf(skipsLlama)('llamaEngine, with llama.cpp (scripts/test-parts/node-llama-cpp.sh)', () => {
  it('says what it is, and counts in the tokens of its model', async () => {
    const engine = await open();
    expect(engine).toMatchObject({ name: 'llama:tiny.gguf', contextLimit: 65_536 });
    expect(await open({ contextLimit: 1e9 })).toMatchObject({ contextLimit: 65_536 });
    expect(await open({ contextLimit: 3000 })).toMatchObject({ contextLimit: 3000 });
    expect(engine.counter.count('the rest')).toBe(6);
    expect(engine.counter.count('')).toBe(0);
  });

  it('streams what it answers, and counts what it cost', async () => {
    const engine = await open();
    const { reply, text, streamed } = await ask(engine, 'Ada keeps the harbour.');
    expect(streamed.length).toBeGreaterThan(3);
    expect(streamed.join('').trim()).toBe(text);
    expect(reply.answers).toEqual([{ type: 'generated', text, truncated: true }]);
    expect(reply.usage).toEqual({ inputTokens: expect.any(Number), outputTokens: 24 });
    const longer = await ask(engine, 'Ada keeps the harbour. So it is.');
    const added =
      engine.counter.count('Ada keeps the harbour. So it is.') -
      engine.counter.count('Ada keeps the harbour.');
    expect(longer.reply.usage?.inputTokens).toBe((reply.usage?.inputTokens ?? 0) + added);
  });

  it('gives the same answer each time, and another one to another text', async () => {
    const [first, second] = [await open(), await open()];
    const { text } = await ask(first, 'Ada keeps the harbour.');
    expect((await ask(second, 'Ada keeps the harbour.')).text).toBe(text);
    expect((await ask(second, 'Bo keeps the harbour.')).text).not.toBe(text);
    expect((await ask(second, 'Ada keeps the harbour.', 'Since when?')).text).not.toBe(text);
  });

  it('varies at another temperature, by its seed', async () => {
    const texts = await Promise.all(
      [1, 2, 1].map(async (seed) => (await ask(await open({ temperature: 1, seed }), 'Ada keeps it.')).text),
    );
    expect(texts[0]).toBe(texts[2]);
    expect(texts[0]).not.toBe(texts[1]);
  });

  it('reads a context once for many questions, with the answers of one that reads it each time', async () => {
    const engine = await open();
    const context = textOf(engine, 3000);
    const questions = ['Who?', 'Which field was mown on day 9?', 'Who?'];
    const kept: Asked[] = [];
    for (const question of questions) kept.push(await ask(engine, context, question));
    const fresh = await Promise.all(questions.map(async (question) => ask(await open(), context, question)));
    expect(kept.map(({ text }) => text)).toEqual(fresh.map(({ text }) => text));
    expect(kept[0]?.steps[0]).toBe(slice);
    for (const { steps } of kept.slice(1)) expect(steps[0]).toBeGreaterThan(3000);
  });

  it('reads again only where another context begins to differ', async () => {
    const engine = await open();
    const context = textOf(engine, 3000);
    await ask(engine, context);
    const changed = `${context.slice(0, -40)} and that was all that they did.`;
    const { text, steps } = await ask(engine, changed);
    expect(steps[0]).toBeGreaterThan(2500);
    expect(text).toBe((await ask(await open(), changed)).text);
  });

  it('begins a question behind the border of a chunk that would divide it', async () => {
    const engine = await open();
    const around = (await ask(engine, '')).reply.usage?.inputTokens ?? 0;
    const tokens = async (length: number, question = 'Who?') =>
      (await ask(engine, textOf(engine, length), question)).reply.usage?.inputTokens ?? 0;
    expect(await tokens(chunk - around - 300)).toBe(chunk - 300);
    const divided = await tokens(chunk - around + 10);
    expect(divided).toBeGreaterThan(chunk + 10);
    // All but the question lies before the border.
    expect(await tokens(chunk - around + 20)).toBe(divided);
  });

  it('answers the same across borders, kept or not', async () => {
    const engine = await open();
    const context = textOf(engine, chunk - 420);
    const long = `Who ${'really '.repeat(60)}did it?`;
    const kept: string[] = [];
    for (const question of ['Who?', long, 'Who?']) kept.push((await ask(engine, context, question)).text);
    const fresh = [await ask(await open(), context, 'Who?'), await ask(await open(), context, long)];
    expect(kept).toEqual([fresh[0]?.text, fresh[1]?.text, fresh[0]?.text]);
  });

  it('stops between two slices of a long text, and can be asked again', async () => {
    const engine = await open();
    const context = textOf(engine, 5000);
    const controller = new AbortController();
    let read = 0;
    const asked = engine.answer(
      { type: 'answer', question: 'Who?', context: [{ id: 'notes', text: context }] },
      {
        signal: controller.signal,
        onProgress(tokens) {
          read = tokens;
          if (tokens >= 2 * slice) controller.abort();
        },
      },
    );
    await expect(asked).rejects.toMatchObject({ code: 'aborted' });
    expect(read).toBe(2 * slice);
    const { text, steps } = await ask(engine, context);
    expect(steps[0]).toBe(3 * slice);
    expect(text).toBe((await ask(await open(), context)).text);
  });

  it('stops while it writes, and before it begins', async () => {
    const engine = await open({ maxTokens: 4000 });
    const controller = new AbortController();
    const asked = engine.answer(
      { type: 'answer', question: 'Who?', context: [{ id: 'notes', text: 'Ada.' }] },
      { signal: controller.signal, onText: () => controller.abort() },
    );
    await expect(asked).rejects.toMatchObject({ code: 'aborted' });
    await expect(ask(engine, 'Ada.', 'Who?', controller.signal)).rejects.toMatchObject({ code: 'aborted' });
  });

  it('works on one request at a time', async () => {
    const engine = await open();
    const texts = ['Ada keeps it.', 'Bo keeps it.', 'Cy keeps it.'];
    const together = await Promise.all(texts.map((text) => ask(engine, text)));
    for (const [index, text] of texts.entries())
      expect(together[index]?.text).toBe((await ask(engine, text)).text);
  });

  it('takes special tokens in a document or a question for text', async () => {
    const engine = await open();
    expect(engine.counter.count('<|eot|>')).toBeGreaterThan(3);
    const plain = (await ask(engine, '')).reply.usage?.inputTokens ?? 0;
    const { reply } = await ask(engine, '<|eot|>', 'Who?<|eot|>');
    expect(reply.usage?.inputTokens).toBe(plain + 2 * engine.counter.count('<|eot|>'));
  });

  it('asks a model without a chat template to complete a text', async () => {
    const bare = join(folder, 'bare.gguf');
    writeTinyScout(bare);
    const { text } = await ask(await open({ model: bare }), 'Ada keeps the harbour.');
    expect(text).not.toBe('');
    expect(text).not.toBe((await ask(await open(), 'Ada keeps the harbour.')).text);
  });

  it('ends at a stop', async () => {
    const { text } = await ask(await open(), 'Ada keeps the harbour.');
    const stop = text.slice(5, 7);
    const stopped = await ask(await open({ stops: [stop] }), 'Ada keeps the harbour.');
    expect(stopped.text).toBe(text.slice(0, text.indexOf(stop)).trim());
    expect(stopped.reply.answers[0]).toMatchObject({ truncated: false });
  });

  it('has an answer follow a grammar or a JSON schema', async () => {
    const yes = await open({ grammar: { type: 'gbnf', grammar: 'root ::= "yes" | "no"' } });
    expect((await ask(yes, 'Ada keeps it.')).reply.answers).toEqual([
      { type: 'generated', text: expect.stringMatching(/^(yes|no)$/), truncated: false },
    ]);
    const schema = {
      type: 'object',
      properties: { name: { type: 'string', maxLength: 8 }, count: { enum: [1, 2, 3] } },
    };
    const json = await open({ maxTokens: 100, grammar: { type: 'json-schema', schema } });
    for (let time = 0; time < 2; time++) {
      const { text, reply } = await ask(json, 'Ada keeps it.');
      expect(JSON.parse(text)).toEqual({ name: expect.any(String), count: expect.any(Number) });
      expect(reply.answers[0]).toMatchObject({ truncated: false });
    }
    await expect(open({ grammar: { type: 'gbnf', grammar: 'root := ?' } })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('the grammar cannot be used'),
    });
  });

  it('reads a context over its limit in windows', async () => {
    const engine = await open({ contextLimit: 2048 });
    const text = textOf(engine, 6000);
    const { windows, usage } = await infer(text, { question: 'Who?', engine });
    expect(windows.read).toBeGreaterThan(3);
    expect(usage?.inputTokens).toBeGreaterThan(6000 + windows.read * 500);
  });

  it('leaves room for the padding in windows longer than a chunk', async () => {
    const engine = await open({ contextLimit: chunk + 1024 });
    const room = engine.contextLimit - (await engine.overhead('Who?'));
    for (const length of [room - 40, room - 10]) {
      const { reply } = await ask(engine, textOf(engine, length - 30));
      expect((reply.usage?.inputTokens ?? 0) + 24).toBeLessThanOrEqual(engine.contextLimit);
    }
  });

  it('says that a context is too long for its limit, or leaves no room', async () => {
    const engine = await open({ contextLimit: 1024 });
    await expect(ask(engine, textOf(engine, 1000))).rejects.toMatchObject({
      failure: 'context-too-long',
      contextLimit: 1024,
    });
    const small = await open({ contextLimit: 300 });
    await expect(infer('Ada keeps it.', { question: 'Who?', engine: small })).rejects.toMatchObject({
      failure: 'context-too-long',
      message: expect.stringMatching(/reads 300 tokens, of which \d+ are taken/),
    });
  });

  it('stops reading when memory runs short', async () => {
    const engine = await open({ memoryMargin: Number.MAX_SAFE_INTEGER });
    await expect(ask(engine, 'Ada keeps it.')).rejects.toMatchObject({
      failure: 'memory',
      message: expect.stringMatching(/^only [\d.]+ MB of main memory are free/),
      hint: expect.stringContaining('--kv-type'),
    });
  });

  it.each([
    ['is not there', (path: string) => rmSync(path), /^there is no model file .*broken\.gguf$/],
    ['is cut', (path: string) => truncateSync(path, 100_000), /broken\.gguf cannot be loaded: \S/],
    ['is cut in its head', (path: string) => truncateSync(path, 2000), /broken\.gguf cannot be loaded: \S/],
    ['is empty', (path: string) => truncateSync(path), /broken\.gguf cannot be loaded: \S/],
    ['is something else', (path: string) => writeFileSync(path, '{}'), /broken\.gguf cannot be loaded: \S/],
    [
      'is of an unknown kind',
      (path: string) => writeTinyScout(path, { architecture: 'zork' }),
      /broken\.gguf cannot be loaded: .*zork/,
    ],
  ])('says what is wrong with a file that %s', async (_, spoil, message) => {
    const path = join(folder, 'broken.gguf');
    writeTinyScout(path);
    spoil(path);
    await expect(open({ model: path })).rejects.toMatchObject({
      code: 'model',
      message: expect.stringMatching(message),
      hint: expect.stringContaining('GGUF'),
    });
  });

  it('says how to install what is absent', async () => {
    const load = () => loadLlamaLibrary('node-llama-cpp-that-is-absent');
    await expect(llamaEngine({ model }, load)).rejects.toMatchObject({
      code: 'engine',
      failure: 'not-installed',
      hint: expect.stringContaining('npm install'),
    });
  });

  describe('with a folder for what was read', () => {
    it('takes it up in a later run, with the same answer', async () => {
      const stateFolder = join(folder, 'states');
      const first = await open({ stateFolder });
      const context = textOf(first, chunk + 700);
      const { text, steps } = await ask(first, context);
      expect(steps.length).toBeGreaterThan(16);
      const [name = '', ...others] = readdirSync(stateFolder);
      expect([name, others]).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.llama-state$/), []]);

      const later = await open({ stateFolder });
      const again = await ask(later, context);
      expect(again.text).toBe(text);
      expect(again.steps.length).toBeLessThan(5);
      expect((await ask(later, context, 'When?')).text).toBe((await ask(first, context, 'When?')).text);
    });

    it('reads again where the file is damaged, or was made by another model', async () => {
      const stateFolder = join(folder, 'damaged');
      const context = 'Ada keeps the harbour. '.repeat(60);
      const { text, steps } = await ask(await open({ stateFolder }), context);
      const [name = ''] = readdirSync(stateFolder);
      truncateSync(join(stateFolder, name), 1000);
      const other = await open({ stateFolder });
      await ask(other, 'Bo keeps the harbour.');
      const again = await ask(other, context);
      expect([again.text, again.steps.at(-1)]).toEqual([text, steps.at(-1)]);
      expect(again.steps.length).toBeGreaterThan(3);
      // What was damaged is whole again.
      expect(readFileSync(join(stateFolder, name)).length).toBeGreaterThan(1000);

      await ask(await open({ stateFolder, kvType: 'q8_0' }), context);
      expect(readdirSync(stateFolder)).toHaveLength(3);
    });
  });
});

describe.skipIf(skipsSmolLm)('llamaEngine with SmolLM2 (.venv/llama and node-llama-cpp)', () => {
  const context = 'The mill was built in 1862 by Anna Berg. It burned down in 1911, and nobody knows why.';

  it('answers questions about one text, which it reads once', async () => {
    const engine = await open({ model: smolLmFile(), maxTokens: 40 });
    expect(engine.contextLimit).toBe(8192);
    const built = await ask(engine, context, 'When was the mill built?');
    const burned = await ask(engine, context, 'When did the mill burn down?');
    expect([built.text, burned.text]).toEqual([
      expect.stringContaining('1862'),
      expect.stringContaining('1911'),
    ]);
    expect(built.reply.answers[0]).toMatchObject({ truncated: false });
    expect(burned.reply.usage?.inputTokens).toBeGreaterThan(120);
  });

  it('fills in a form', async () => {
    const schema = { type: 'object', properties: { year: { type: 'integer' } } };
    const engine = await open({ model: smolLmFile(), grammar: { type: 'json-schema', schema } });
    const { text } = await ask(engine, context, 'In which year was the mill built?');
    expect(JSON.parse(text)).toEqual({ year: 1862 });
  });

  it('reads and says what the same model does behind a server', async () => {
    await using server = await startLlamaServer(2048);
    const over = await openAiEngine({
      baseUrl: server.baseUrl,
      counter: { name: 'none', count: () => 0 },
      maxTokens: 40,
    });
    const engine = await open({ model: smolLmFile(), maxTokens: 40 });
    for (const question of ['When was the mill built?', 'Who built the mill?']) {
      const [here, there] = [await ask(engine, context, question), await ask(over, context, question)];
      expect(here.text).toBe(there.text);
      expect(here.reply.usage?.inputTokens).toBe(there.reply.usage?.inputTokens);
    }
    await over.close();
  });
});
