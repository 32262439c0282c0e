// A budget in a measure of one's own: words, as a stand-in for the tokenizer of another model.
import { readFile } from 'node:fs/promises';
import { compress, type TokenCounter } from 'pith';

const words: TokenCounter = {
  name: 'words',
  // No word reaches over a space, so that counts of parts may be added up there.
  splitsAtSpaces: true,
  count: (text) => text.match(/\S+/g)?.length ?? 0,
};

const text = await readFile(new URL('harbour.md', import.meta.url), 'utf8');

await using result = await compress(text, { tokenizer: words, budget: { type: 'tokens', tokens: 50 } });

let short = '';
for await (const piece of result.text()) short += piece;
console.log(short.trim());
console.log(`${result.stats.inputTokens} words → ${result.stats.outputTokens}`);
