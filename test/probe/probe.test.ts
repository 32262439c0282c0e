import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GenerativeEngine } from '../../src/models/engines/engine.ts';
import { openAiEngine } from '../../src/models/engines/openai.ts';
import { tokenCounter } from '../../src/models/tokens/token-counters.ts';
import { probe } from '../../src/probe/probe.ts';
import { probeText } from '../../src/probe/probe-text.ts';
import { completion, fakeServer, stream } from '../models/engines/openai/fake-server.ts';

const counter = await tokenCounter('o200k_base');

describe('the text of a probe', () => {
  it('has the tokens that were asked for, and each fact once, where it should stand', () => {
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 20_000 }), fc.integer({ min: 1, max: 30 }), (asked, count) => {
        const depths = Array.from({ length: count }, (_, at) => at / Math.max(1, count - 1));
        const { text, tokens, needles } = probeText({ tokens: asked + 30 * count, depths, counter });
        expect(tokens).toBe(counter.count(text));
        expect(tokens).toBeLessThanOrEqual(asked + 30 * count);
        expect(tokens).toBeGreaterThan(asked + 30 * count - 45);
        for (const { depth, question, answer } of needles) {
          const [before, , more] = text.split(answer);
          expect(more).toBeUndefined();
          expect(Math.abs((before ?? '').length / text.length - depth)).toBeLessThan(0.25 + 20 / asked);
          const place = /the (.*) archive/.exec(question)?.[1];
          expect(text).toContain(`${place} archive is ${answer}.`);
        }
        expect(new Set(needles.map(({ question }) => question)).size).toBe(count);
      }),
      { numRuns: 60 },
    );
  });
});

/** An engine that sees only a part of its context. */
function shortSighted(sees: (text: string) => string): GenerativeEngine {
  return {
    type: 'generative',
    name: 'short-sighted',
    contextLimit: 10_000,
    counter,
    overhead: () => 100,
    async answer({ question, context }) {
      const place = /the (.*) archive/.exec(question)?.[1] ?? '';
      const seen = sees(context[0]?.text ?? '');
      const code = new RegExp(`${place} archive is (\\d+)`).exec(seen)?.[1];
      const answers =
        code === undefined ? [] : [{ type: 'generated', text: code, truncated: false } as const];
      return { answers, windows: { read: 1, total: 1 } };
    },
    close: async () => {},
  };
}

describe('a probe', () => {
  it('finds everything with an engine that reads everything', async () => {
    const { answers, tokens } = await probe(
      shortSighted((text) => text),
      { tokens: 8000, counter },
    );
    expect(answers.map(({ depth, isFound }) => [depth, isFound])).toEqual([
      [0, true],
      [0.25, true],
      [0.5, true],
      [0.75, true],
      [1, true],
    ]);
    expect(tokens).toBeGreaterThan(7800);
    expect(tokens).toBeLessThanOrEqual(7900);
  });

  it('shows what an engine does not see', async () => {
    const half = shortSighted((text) => text.slice(text.length / 2 + 200));
    const { answers } = await probe(half, { tokens: 8000, counter, needles: 3 });
    expect(answers.map(({ isFound, said }) => [isFound, said === undefined])).toEqual([
      [false, true],
      [false, true],
      [true, false],
    ]);
  });

  it('goes on after a failure, and says what it was', async () => {
    await using server = await fakeServer([
      stream('data: {"choices": [{"delta": {"content": "12'),
      stream(completion(['I do not know.'])),
    ]);
    const engine = await openAiEngine({ baseUrl: server.baseUrl, counter, maxTokens: 100 });
    const { answers } = await probe(engine, { tokens: 3000, counter, needles: 2 });
    await engine.close();
    expect(answers.map(({ error, said }) => [error?.code, said])).toEqual([
      ['engine', undefined],
      [undefined, 'I do not know.'],
    ]);
    const [first, second] = server.requests.map(({ messages }) => messages.at(-1)?.content ?? '');
    // The context is the same and comes first.
    expect(first?.slice(0, 8000)).toBe(second?.slice(0, 8000));
  });

  it('is refused for more tokens than the engine holds', async () => {
    const engine = shortSighted((text) => text);
    await expect(probe(engine, { tokens: 20_000, counter })).rejects.toMatchObject({ code: 'usage' });
    await expect(probe(engine, { tokens: 150, counter })).rejects.toMatchObject({ code: 'usage' });
  });
});
