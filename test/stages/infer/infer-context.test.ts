import { describe, expect, it } from 'vitest';
import type { GenerativeEngine } from '../../../src/models/engines/engine.ts';
import { EngineError, type EngineFailure } from '../../../src/models/engines/engine-error.ts';
import { runGraph } from '../../../src/pipeline/run.ts';
import { inferContext } from '../../../src/stages/infer/infer-context.ts';
import { type InferPass, inferGraph } from '../../../src/stages/infer/infer-graph.ts';
import { codeWordReader, codeWordWriter, counter, textOf } from './fake-engines.ts';

const question = 'Which code words are there?';

/** Some thousand tokens with code words far apart. */
const filler = Array.from({ length: 200 }, (_, i) => `On day ${i} nothing of note was said.\n`);
const text = [...filler.slice(0, 20), 'WREN-3 ', ...filler, 'HERON-9 ', ...filler, 'SWIFT-5 '].join('');
const context = [{ id: 'log', text }];

describe('inferContext with a generative engine', () => {
  it('hands over a context that fits, and streams', async () => {
    const engine = codeWordWriter(100_000);
    const pieces: string[] = [];
    const reply = await inferContext(engine, context, { question, onText: (piece) => pieces.push(piece) });
    expect(reply.answers[0]?.text).toBe('WREN-3 HERON-9 SWIFT-5');
    expect(engine.requests).toEqual([{ type: 'answer', question, context }]);
    expect(pieces).toEqual(['WREN-3 HERON-9 SWIFT-5']);
  });

  it('answers from notes on windows, drops empty notes, adds up usage, and streams the answer alone', async () => {
    const engine = codeWordWriter(1000);
    const pieces: string[] = [];
    const progress: [number, number][] = [];
    const reply = await inferContext(engine, context, {
      question,
      onText: (piece) => pieces.push(piece),
      onProgress: (read, total) => progress.push([read, total]),
    });
    expect(reply.answers[0]?.text).toBe('WREN-3 HERON-9 SWIFT-5');
    expect(pieces).toEqual(['WREN-3 HERON-9 SWIFT-5']);

    const notes = engine.requests.filter(({ type }) => type === 'notes');
    expect(notes.length).toBeGreaterThan(3);
    expect(reply.windows).toEqual({ read: notes.length, total: notes.length });
    expect(progress).toEqual(notes.map((_, i) => [i + 1, notes.length]));
    const final = engine.requests.at(-1);
    expect(final?.type).toBe('answer');
    expect(final?.context.length).toBeLessThan(notes.length);
    const inputTokens =
      engine.requests.flatMap((request) => request.context).reduce((sum, d) => sum + d.text.length, 0) / 4;
    expect(Math.abs((reply.usage?.inputTokens ?? 0) - inputTokens)).toBeLessThan(engine.requests.length + 20);
  });

  it('takes notes on notes where those do not fit either', async () => {
    const many = Array.from(
      { length: 400 },
      (_, i) => `The next word is CODE-${1000 + i}, and that is that. `,
    ).join('');
    const engine = codeWordWriter(700);
    const run = inferContext(engine, [{ id: 'many', text: many }], { question });
    // Notes that hold every word cannot shrink for ever: this ends with an error, not in a loop.
    await expect(run).rejects.toMatchObject({ code: 'engine' });
    const levels = new Set(engine.requests.map((request) => request.context[0]?.id.startsWith('part')));
    expect(levels).toEqual(new Set([false, true]));
  });

  it('says that nothing was found', async () => {
    const reply = await inferContext(codeWordWriter(1000), [{ id: 'log', text: filler.join('') }], {
      question,
    });
    expect(reply.answers).toEqual([]);
    expect(reply.windows.read).toBeGreaterThan(1);
  });

  it.each([
    ['by the limit that the engine names', { realLimit: 600 }],
    ['step by step where it names none', { realLimit: 600, saysLimit: false }],
  ])('makes windows smaller %s', async (_, limits) => {
    const reply = await inferContext(codeWordWriter(1000, limits), context, { question });
    expect(reply.answers[0]?.text).toBe('WREN-3 HERON-9 SWIFT-5');
  });

  it('learns the limit of an engine that did not tell it', async () => {
    const unknown = codeWordWriter(Number.POSITIVE_INFINITY, { realLimit: 900 });
    expect((await inferContext(unknown, context, { question })).windows.read).toBeGreaterThan(3);
    const silent = codeWordWriter(Number.POSITIVE_INFINITY, { realLimit: 900, saysLimit: false });
    await expect(inferContext(silent, context, { question })).rejects.toMatchObject({
      failure: 'context-too-long',
    });
  });

  it('refuses a limit that leaves no room, and stops when told', async () => {
    const cramped = inferContext(codeWordWriter(100), context, { question });
    await expect(cramped).rejects.toMatchObject({ failure: 'context-too-long' });
    const signal = AbortSignal.abort();
    const stopped = inferContext(codeWordWriter(1000), context, { question, signal });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('inferContext with an extractive engine', () => {
  it('gives the same answers over windows as over the whole, with the same source', async () => {
    const whole = await inferContext(codeWordReader(Number.POSITIVE_INFINITY), context, {
      question,
      answers: 3,
    });
    const windowed = await inferContext(codeWordReader(500), context, { question, answers: 3 });
    expect(windowed.windows.total).toBeGreaterThan(3);
    const byScore = [...whole.answers].sort((a, b) =>
      a.type === 'extract' && b.type === 'extract' ? b.score - a.score : 0,
    );
    expect(windowed.answers).toEqual(byScore);
    expect(windowed.answers.map((answer) => answer.text)).toEqual(['HERON-9', 'SWIFT-5', 'WREN-3']);
    for (const answer of windowed.answers) {
      if (answer.type !== 'extract') throw new Error('generated');
      expect(answer.source.map(([start, end]) => text.slice(start, end)).join('')).toBe(answer.text);
    }
  });

  it('gives no more answers than asked for', async () => {
    const reply = await inferContext(codeWordReader(500), context, { question });
    expect(reply.answers.map((answer) => answer.text)).toEqual(['HERON-9']);
  });
});

describe('inferContext, told to stop early', () => {
  const early = { question, earlyExit: true };

  it('reads no further than an extracted answer that is sure, at any concurrency', async () => {
    const run = (concurrency: number) =>
      inferContext(codeWordReader(500, 0.95), context, { ...early, concurrency });
    const [one, many] = await Promise.all([run(1), run(16)]);
    expect(one.answers[0]?.text).toBe('WREN-3');
    expect(one.windows.read).toBeLessThan(one.windows.total);
    expect(many).toEqual(one);
    const unsure = await inferContext(codeWordReader(500, 0.85), context, early);
    expect(unsure.windows.read).toBe(unsure.windows.total);
  });

  it('reads no further than a written answer that stands in what it was noted from', async () => {
    const run = async (concurrency: number) => {
      const writer = codeWordWriter(1000);
      const pieces: string[] = [];
      const reply = await inferContext(writer, context, {
        ...early,
        concurrency,
        onText: (piece) => pieces.push(piece),
      });
      return { reply, pieces, requests: writer.requests };
    };
    const one = await run(1);
    expect(one.reply.answers).toMatchObject([{ text: 'WREN-3', citations: [{ text: 'WREN-3' }] }]);
    expect(one.pieces).toEqual(['WREN-3']);
    expect(one.reply.windows.read).toBe(1);
    expect(one.reply.windows.total).toBeGreaterThan(3);
    expect(one.requests.length).toBeLessThan(one.reply.windows.total);
    expect((await run(16)).reply).toEqual(one.reply);
  });

  it('reads on where the answer stands nowhere, and counts what the trials cost', async () => {
    const writer = codeWordWriter(1000, { writes: () => 'in words of its own' });
    const { answers, windows, usage } = await inferContext(writer, context, early);
    expect(windows.read).toBe(windows.total);
    expect(answers).toMatchObject([{ text: 'in words of its own', citations: [] }]);
    expect(writer.requests.filter(({ type }) => type === 'answer')).toHaveLength(3 + 1);
    const tokens = writer.requests.map((request) => counter.count(textOf(request.context)));
    expect(usage?.inputTokens).toBe(tokens.reduce((sum, count) => sum + count));
  });

  it('does not fail by a window behind the answer, at any concurrency', async () => {
    const run = (concurrency: number) => {
      const writer = codeWordWriter(1000);
      const engine: GenerativeEngine = {
        ...writer,
        answer: async (request, options) => {
          if (textOf(request.context).includes('HERON')) throw new EngineError('rejected', 'not this one');
          // What fails is faster.
          await new Promise((resolve) => setTimeout(resolve, 5));
          return writer.answer(request, options);
        },
      };
      return inferContext(engine, context, { ...early, concurrency });
    };
    const one = await run(1);
    expect(one).toMatchObject({ answers: [{ text: 'WREN-3' }], windows: { read: 1 } });
    expect(await run(16)).toEqual(one);
    const all = { question, earlyExit: true, concurrency: 16 };
    const behind = [{ id: 'log', text: text.replace('WREN-3', '') }];
    const failing = {
      ...codeWordWriter(1000),
      answer: () => Promise.reject(new EngineError('rejected', 'no')),
    };
    await expect(inferContext(failing, behind, all)).rejects.toMatchObject({ failure: 'rejected' });
  });

  it('reads on where a trial fails', async () => {
    const writer = codeWordWriter(1000);
    let failures = 0;
    const engine: GenerativeEngine = {
      ...writer,
      answer: (request, options) => {
        if (request.type === 'notes' || failures > 0) return writer.answer(request, options);
        failures += 1;
        return Promise.reject(new EngineError('server', 'busy'));
      },
    };
    const warnings: string[] = [];
    const { answers, windows } = await inferContext(engine, context, {
      ...early,
      onWarning: (message) => warnings.push(message),
    });
    expect(failures).toBe(1);
    expect(warnings).toEqual([expect.stringContaining('after window 1 failed, and reading goes on: busy')]);
    expect(windows.read).toBeGreaterThan(1);
    expect(answers[0]?.text).toContain('WREN-3');
  });

  it('goes on with the next context of a graph', async () => {
    const contexts = [context, [{ id: 'short', text: 'It is ROBIN-2.' }], context];
    const answers = [];
    const run = runGraph(inferGraph(codeWordReader(500, 0.95), early), contexts);
    for await (const reply of run) answers.push([reply.answers[0]?.text, reply.windows.read]);
    expect(answers).toEqual([answers[0], ['ROBIN-2', 1], answers[0]]);
  });
});

describe('inferContext, where a window fails', () => {
  const retryDelays = [1, 1];

  it.each<EngineFailure>(['unreachable', 'rate-limited', 'server', 'cut'])(
    'asks again after %s',
    async (failure) => {
      const writer = codeWordWriter(1000, { failures: { 2: [failure, failure] } });
      const reply = await inferContext(writer, context, { question, retryDelays, concurrency: 1 });
      expect(reply).toEqual(await inferContext(codeWordWriter(1000), context, { question }));
    },
  );

  it('keeps the notes on what was read before it gives up', async () => {
    const writer = codeWordWriter(1000, { failures: { 3: ['cut', 'cut', 'cut'] } });
    const seen: number[] = [];
    const run = inferContext(writer, context, {
      question,
      retryDelays,
      concurrency: 1,
      onWindow: ({ reply }) => seen.push(reply.answers.length),
    });
    await expect(run).rejects.toMatchObject({
      failure: 'cut',
      partial: 'WREN-3\nHERON-9',
      message: expect.stringMatching(/3 of \d+ windows were read/),
    });
    expect(seen).toHaveLength(3);
  });

  it.each<EngineFailure>(['unauthorized', 'not-found', 'rejected', 'protocol'])(
    'does not ask again after %s, which would come again',
    async (failure) => {
      const writer = codeWordWriter(1000, { failures: { 2: [failure] } });
      await expect(
        inferContext(writer, context, { question, retryDelays, concurrency: 1 }),
      ).rejects.toMatchObject({ failure });
    },
  );

  it('sends a text that is one window once', async () => {
    const writer = codeWordWriter(100_000, { failures: { 0: ['cut'] } });
    await expect(inferContext(writer, context, { question, retryDelays })).rejects.toMatchObject({
      failure: 'cut',
    });
  });

  it('waits no longer once it is told to stop', async () => {
    const writer = codeWordWriter(1000, { failures: { 1: ['cut'] } });
    const controller = new AbortController();
    const run = inferContext(writer, context, {
      question,
      retryDelays: [60_000],
      concurrency: 1,
      signal: controller.signal,
      onWindow: () => setTimeout(() => controller.abort(), 5),
    });
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('the graph of inference', () => {
  it('answers each context it gets, in order, whatever the number of windows', async () => {
    const contexts = [
      [{ id: 'short', text: 'It is EGRET-1.' }],
      context,
      [],
      [{ id: 'long', text: `${text} CRANE-99` }],
      [{ id: 'short', text: 'It is ROBIN-2.' }],
    ];
    const answers = [];
    const run = runGraph(inferGraph(codeWordReader(500), { question }), contexts);
    for await (const reply of run) answers.push(reply.answers[0]?.text);
    expect(answers).toEqual(['EGRET-1', 'HERON-9', undefined, 'CRANE-99', 'ROBIN-2']);
  });

  it('gives the same reply at any concurrency', async () => {
    for (const engine of [codeWordReader(500), codeWordWriter(1000)]) {
      const [one, many] = await Promise.all(
        [1, 16].map((concurrency) => inferContext(engine, context, { question, concurrency })),
      );
      expect(many).toEqual(one);
    }
  });

  it('reports what its stages did', async () => {
    const passes: InferPass[] = [];
    const { windows, usage } = await inferContext(codeWordWriter(1000), context, {
      question,
      onPass: (pass) => passes.push(pass),
    });
    expect(
      passes.map(({ counters }) => counters.map(({ name, itemsIn, itemsOut }) => [name, itemsIn, itemsOut])),
    ).toEqual([
      [
        ['windows', 1, 1],
        ['answer', 1, 1],
        ['merge', 1, 1],
      ],
      [
        ['windows', 1, windows.total],
        ['answer', windows.total, windows.total],
        ['merge', windows.total, 1],
      ],
    ]);
    const tokens = passes.map(({ counters }) => counters[1]?.tokens ?? 0);
    expect(tokens.reduce((sum, count) => sum + count)).toBe(usage?.inputTokens);
  });
});
