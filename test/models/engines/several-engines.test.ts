import { describe, expect, it } from 'vitest';
import type { AnswerRequest, GenerativeEngine } from '../../../src/models/engines/engine.ts';
import { EngineError, type EngineFailure } from '../../../src/models/engines/engine-error.ts';
import { openAiEngine } from '../../../src/models/engines/openai.ts';
import { severalEngines } from '../../../src/models/engines/several-engines.ts';
import { answer, completion, fakeServer, status, streamThenDrop } from './openai/fake-server.ts';

const counter = { name: 'words', count: (text: string) => text.split(/\s+/).length };
const request: AnswerRequest = {
  type: 'answer',
  question: 'When?',
  context: [{ id: 'a', text: 'In 1862.' }],
};

/** An engine that answers with its name, once it is let go on, or fails. */
function standIn(name: string, failures: (EngineFailure | undefined)[] = []) {
  const waiting: (() => void)[] = [];
  let asked = 0;
  const engine: GenerativeEngine = {
    type: 'generative',
    name,
    contextLimit: name === 'a' ? 1000 : 2000,
    counter,
    overhead: () => 10,
    async answer() {
      const failure = failures[asked++];
      if (failure !== undefined) throw new EngineError(failure, `${name} fails`);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return {
        answers: [{ type: 'generated', text: name, truncated: false }],
        windows: { read: 1, total: 1 },
      };
    },
    close: async () => {},
  };
  const goOn = () => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  return { engine, asked: () => asked, goOn };
}

async function said(reply: ReturnType<GenerativeEngine['answer']>): Promise<string | undefined> {
  return (await reply).answers[0]?.text;
}

describe('severalEngines', () => {
  it('gives each request to the one with the fewest at work', async () => {
    const parts = ['a', 'b', 'c'].map((name) => standIn(name));
    const engine = severalEngines(parts.map((part) => part.engine));
    const replies = Array.from({ length: 7 }, () => said(engine.answer(request)));
    expect(parts.map((part) => part.asked())).toEqual([3, 2, 2]);
    for (const part of parts) part.goOn();
    expect((await Promise.all(replies)).toSorted()).toEqual(['a', 'a', 'a', 'b', 'b', 'c', 'c']);
    expect(engine).toMatchObject({ contextLimit: 1000, name: 'a, b, c' });
  });

  it.each<EngineFailure>(['unreachable', 'rate-limited', 'server', 'cut'])(
    'sends a request on after %s, and lets the engine rest',
    async (failure) => {
      let time = 0;
      const a = standIn('a', [failure]);
      const b = standIn('b');
      const engine = severalEngines([a.engine, b.engine], { restMs: 100, now: () => time });
      const first = said(engine.answer(request));
      await new Promise(setImmediate);
      b.goOn();
      expect(await first).toBe('b');
      const second = said(engine.answer(request));
      b.goOn();
      expect(await second).toBe('b');
      time = 101;
      const third = said(engine.answer(request));
      a.goOn();
      expect(await third).toBe('a');
    },
  );

  it.each<EngineFailure>(['unauthorized', 'context-too-long', 'rejected', 'protocol', 'empty'])(
    'sends nothing on after %s, which another engine would say as well',
    async (failure) => {
      const b = standIn('b');
      const engine = severalEngines([standIn('a', [failure]).engine, b.engine]);
      await expect(engine.answer(request)).rejects.toMatchObject({ failure });
      expect(b.asked()).toBe(0);
    },
  );

  it('fails with the last failure once all have failed', async () => {
    const engine = severalEngines([standIn('a', ['unreachable']).engine, standIn('b', ['server']).engine]);
    await expect(engine.answer(request)).rejects.toMatchObject({ failure: 'server' });
  });

  it('asks an engine that failed whether it is well before it gets a request again', async () => {
    let time = 0;
    let isWell = false;
    const a = standIn('a', ['server']);
    const b = standIn('b');
    const looks: number[] = [];
    const sick: GenerativeEngine = {
      ...a.engine,
      isWell: async () => {
        looks.push(time);
        return isWell;
      },
    };
    const engine = severalEngines([sick, b.engine], { restMs: 100, now: () => time });
    const ask = async () => {
      const reply = said(engine.answer(request));
      await new Promise(setImmediate);
      a.goOn();
      b.goOn();
      return reply;
    };
    expect(await ask()).toBe('b');
    time = 150;
    expect(await ask()).toBe('b');
    time = 200;
    expect(await ask()).toBe('b');
    [time, isWell] = [300, true];
    expect([await ask(), await ask()]).toEqual(['a', 'a']);
    expect(looks).toEqual([150, 300]);
  });

  it('tries one that is not well where there is no other', async () => {
    const a = { ...standIn('a', ['server', 'server']).engine, isWell: async () => false };
    const b = { ...standIn('b', ['cut', 'cut']).engine, isWell: async () => false };
    const engine = severalEngines([a, b], { restMs: 0 });
    await expect(engine.answer(request)).rejects.toMatchObject({ failure: 'cut' });
    await expect(engine.answer(request)).rejects.toMatchObject({ code: 'engine' });
  });

  it('knows a server that is down from one that keeps its list to itself', async () => {
    const down = await fakeServer([]);
    const [stopped, listless] = await Promise.all(
      [down.baseUrl, (await fakeServer([], status(404, {}))).baseUrl].map((baseUrl) =>
        openAiEngine({ baseUrl, counter, model: 'm', contextLimit: 1000 }),
      ),
    );
    await down[Symbol.asyncDispose]();
    expect(await stopped?.isWell?.()).toBe(false);
    expect(await listless?.isWell?.()).toBe(true);
  });

  it('survives a server that breaks off, but shows no answer twice', async () => {
    const begun = completion(['In 18', '62']).split('\n\n').slice(0, 2).join('\n\n').concat('\n\n');
    await using broken = await fakeServer([status(500, { error: 'out of memory' }), streamThenDrop(begun)]);
    await using well = await fakeServer([answer('1862')]);
    const servers = [broken, well].map(({ baseUrl }) => openAiEngine({ baseUrl, counter }));
    const engine = severalEngines(await Promise.all(servers), { restMs: 0 });
    expect(await said(engine.answer(request))).toBe('1862');
    await expect(engine.answer(request)).rejects.toMatchObject({ failure: 'cut' });
    expect(well.requests).toHaveLength(1);
    await engine.close();
  });
});
