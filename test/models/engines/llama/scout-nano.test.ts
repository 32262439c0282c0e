import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GenerativeEngine } from '../../../../src/models/engines/engine.ts';
import { llamaEngine } from '../../../../src/models/engines/llama.ts';
import { BUNDLED_LANGUAGE_MODEL } from '../../../../src/models/model-files.ts';
import { probeText } from '../../../../src/probe/probe-text.ts';
import { skipsLlama } from './node-llama-cpp.ts';

describe.skipIf(skipsLlama)('scout-nano, with llama.cpp (scripts/test-parts/node-llama-cpp.sh)', () => {
  let engine: GenerativeEngine;

  beforeAll(async () => {
    engine = await llamaEngine({ model: BUNDLED_LANGUAGE_MODEL, threads: 1, maxTokens: 24 });
  });

  afterAll(() => engine?.close());

  async function said(text: string, question: string): Promise<string | undefined> {
    const { answers } = await engine.answer({ type: 'answer', question, context: [{ id: 'text', text }] });
    return answers[0]?.type === 'generated' ? answers[0].text : undefined;
  }

  it('finds facts in a text, and says where there is none', async () => {
    const { text, needles } = probeText({ tokens: 1500, depths: [0.1, 0.5, 0.9], counter: engine.counter });
    const replies = [];
    for (const { question } of needles) replies.push(await said(text, question));
    expect(replies).toEqual(needles.map(({ answer }) => answer));
    expect(await said(text, 'Who is responsible for pump xelo-7?')).toBeUndefined();
  });

  it('finds the value of a key', async () => {
    const pairs = Array.from({ length: 60 }, (_, at) => [`key-${at * 7919}`, `${(at + 3) * 104_729}`]);
    const text = JSON.stringify(Object.fromEntries(pairs), null, 2);
    for (const [key, value] of pairs.filter((_, at) => at % 20 === 7))
      expect(await said(text, `What is the value of "${key}"?`)).toBe(value);
  });
});
