import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const built = new URL('../../dist/index.js', import.meta.url).href;

/** Compresses a generated stream of `megabytes` and prints its peak memory in bytes, and what came of it. */
const script = `
const { compress } = await import(process.argv[1]);
const names = ['Astrid', 'Fulmar', 'Sigrid', 'Hesper', 'Marigold'];
const line = (at) => 'In ' + (at % 997) + ' the ' + names[at % 5] + ' came in with ' + (at * 7919) % 10007 + ' barrels; nobody paid.\\n' + (at % 9 ? '' : '\\n');
const target = Number(process.argv[2]) * 1e6;
const document = {
  id: 'stream',
  mediaType: 'text/plain',
  async *open() {
    let length = 0;
    for (let at = 0; length < target; ) {
      let text = '';
      while (text.length < 65536) text += line(at++);
      length += text.length;
      yield text;
    }
  },
};
const result = await compress([document], { level: 1, question: 'What did the Hesper bring?', protect: ['Hesper came in with 1\\\\d{3} '], gap: ' … ' });
let characters = 0;
for await (const piece of result.text()) characters += piece.length;
const { inputChars, outputTokens, budget } = result.stats;
await result[Symbol.asyncDispose]();
console.log(JSON.stringify({ rss: process.resourceUsage().maxRSS * 1024, characters, inputChars, outputTokens, budget }));
`;

async function measure(megabytes: number) {
  // A small heap, or the garbage of the short run would hide what the long one holds on to.
  const heap = ['--max-old-space-size=140', '--max-semi-space-size=8'];
  const words = [...heap, '--input-type=module', '--eval', script, built, `${megabytes}`];
  const { stdout } = await promisify(execFile)(process.execPath, words, {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
  });
  return JSON.parse(stdout) as Record<
    'rss' | 'characters' | 'inputChars' | 'outputTokens' | 'budget',
    number
  >;
}

describe('memory', () => {
  it('does not grow with the length of the input', { timeout: 300_000 }, async () => {
    // The tables of what was said before are full in both.
    const short = await measure(12);
    const long = await measure(24);
    expect(long.inputChars).toBeGreaterThan(1.95 * short.inputChars);
    expect(long.characters).toBeGreaterThan(1.9 * short.characters);
    expect(long.outputTokens).toBeLessThanOrEqual(long.budget);
    expect(long.outputTokens).toBeGreaterThan(0.97 * long.budget);
    // When garbage is collected depends on what else the machine does, so a peak may be high once; what is held is there each time.
    let growth = long.rss / short.rss;
    for (let retry = 0; retry < 2 && growth >= 1.15; retry += 1)
      growth = (await measure(24)).rss / (await measure(12)).rss;
    expect(growth).toBeLessThan(1.15);
  });
});
