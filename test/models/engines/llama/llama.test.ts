import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GenerativeEngine } from '../../../../src/models/engines/engine.ts';
import { llamaEngine } from '../../../../src/models/engines/llama.ts';
import { skipsLlama } from './node-llama-cpp.ts';
import { llama4Template, writeTinyScout } from './tiny-scout.ts';

const folder = mkdtempSync(join(tmpdir(), 'pith-llama-'));
const model = join(folder, 'tiny.gguf');
beforeAll(() => writeTinyScout(model, { chatTemplate: llama4Template }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(skipsLlama)('x', () => {
  it('works', async () => {
    const engine: GenerativeEngine = await llamaEngine({ model, threads: 1, maxTokens: 40 });
    console.log(engine.name, engine.contextLimit, engine.overhead('Who?'), engine.counter.count('the rest'));
    for (const t of ['The harbour keeper is Ada.', 'Nobody lives here any more.', 'The harbour keeper is Ada.']) for (const q of ['Who?', 'What is it?']) {
      const r = await engine.answer({ type: 'answer', question: q, context: [{ id: 'a', text: t.repeat(20) }] }, {onProgress: (a,b)=>console.log(a,b)});
      console.log(t, q, JSON.stringify(r));
    }
    await engine.close();
  });
});
