import { createRequire } from 'node:module';
import { fetch } from 'undici';
import { describe, expect, it } from 'vitest';
import { openAiEngine } from '../../../../src/models/engines/openai.ts';
import { answer, fakeServer } from './fake-server.ts';

/** The clock of the HTTP client's own timers, which it lets tests move on. */
const clock = createRequire(import.meta.url)('undici/lib/util/timers.js') as { tick(ms: number): void };

describe('openAiEngine, over a server that reads for long', () => {
  it('waits a quarter of an hour for the first token, where other clients give up', async () => {
    const waiting: (() => unknown)[] = [];
    await using server = await fakeServer([
      (response, body) => {
        waiting.push(() => answer('1862')(response, body));
      },
    ]);
    const counter = { name: 'none', count: () => 0 };
    const engine = await openAiEngine({ baseUrl: server.baseUrl, counter });
    const asked = engine.answer({ type: 'answer', question: 'When?', context: [{ id: 'a', text: '1862' }] });
    const other = fetch(`${server.baseUrl}/chat/completions`, { method: 'POST', body: '{}' });
    const gaveUp = expect(other).rejects.toMatchObject({ cause: { code: 'UND_ERR_HEADERS_TIMEOUT' } });
    while (waiting.length < 2) await new Promise(setImmediate);

    // Timers are started by one tick, and end by a later one.
    clock.tick(1000);
    clock.tick(15 * 60_000);
    await gaveUp;
    for (const goOn of waiting) void goOn();
    expect((await asked).answers[0]?.text).toBe('1862');
    await engine.close();
  });
});
