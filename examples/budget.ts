// Cut a text to a token budget.
import { readFile } from 'node:fs/promises';
import { compress } from 'pith';

const text = await readFile(new URL('harbour.md', import.meta.url), 'utf8');

await using result = await compress(text, { budget: { type: 'tokens', tokens: 120 } });

let short = '';
for await (const piece of result.text()) short += piece;

const { inputTokens, outputTokens, budget } = result.stats;
console.log(short);
console.log(`${inputTokens} tokens → ${outputTokens}, of ${budget} allowed`);
