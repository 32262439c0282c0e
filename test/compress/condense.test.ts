import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Compressor, openCompressor } from '../../src/compress/compressor.ts';
import { textDocument } from '../../src/stages/document.ts';
import type { MediaType } from '../../src/stages/media-type.ts';
import { chunkedDocument, collect, outputOf, rebuild } from './collect.ts';
import { anyMediaType, anyText, longText } from './sample-texts.ts';

let compressor: Compressor;
beforeAll(async () => {
  compressor = await openCompressor({ level: 1 });
});
afterAll(() => compressor[Symbol.asyncDispose]());

const things = ['lock', 'bridge', 'tower', 'market', 'canal', 'school', 'mill', 'garden'];
const facts = Array.from(
  { length: 40 },
  (_, at) =>
    `The ${things[at % 8]} of district ${at} was rebuilt in ${1800 + at} for ${at * 17} crowns by its own people.`,
);
const fact = fc.constantFrom(...facts);
const repetitive = fc.array(fact, { minLength: 2, maxLength: 60 }).map((list) => list.join(' '));

async function only(source: string, mediaType: MediaType = 'text/plain') {
  const result = await compressor.compress([textDocument(source, { mediaType })], { condense: 'only' });
  const [part] = await collect(result);
  return { result, part, text: await outputOf(result) };
}

describe("condense: 'only'", () => {
  it('keeps each sentence once, where it stands first, and the output is cut from the source', async () => {
    await fc.assert(
      fc.asyncProperty(repetitive, async (source) => {
        const { result, part, text } = await only(source);
        await using _ = result;
        expect(text).toBe(rebuild(source, part ?? { spans: [], gaps: [] }));
        const said = source.match(/The [^.]+\./g) ?? [];
        expect(text.match(/The [^.]+\./g)).toEqual([...new Set(said)]);
      }),
      { numRuns: 60 },
    );
  });

  it('loses no word of any text, and gives the same again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyText, longText), anyMediaType, async (source, mediaType) => {
        const { result, part, text } = await only(source + source, mediaType);
        await using _ = result;
        expect(text).toBe(rebuild(source + source, part ?? { spans: [], gaps: [] }));
        expect(result.stats.outputTokens).toBeLessThanOrEqual(result.stats.inputTokens);
        const words = (one: string) => new Set(one.toLowerCase().match(/[a-z0-9]+/g));
        expect(words(text)).toEqual(words(source + source));
      }),
      { numRuns: 150 },
    );
  });

  it('gives what repeats nothing back byte for byte', async () => {
    const { result, text } = await only(facts.join('\n\n\n'));
    await using _ = result;
    expect(text).toBe(facts.join('\n\n\n'));
    expect(result.stats.repeated).toEqual({ statements: 0, chars: 0, tokens: 0, alike: 0 });
  });

  it('keeps what is protected, wherever it stands', async () => {
    const source = `${facts[0]} ${facts[0]}`;
    await using result = await compressor.compress(source, { condense: 'only', protect: ['rebuilt'] });
    expect((await outputOf(result)).match(/rebuilt/g)).toHaveLength(2);
  });

  it('keeps a heading that is repeated where something new stands under it, and items of a list once', async () => {
    const heading = '## What the council of the harbour had to decide on that day';
    const item = `- ${facts[1]} ${facts[2]}`;
    const source = `${heading}\n\n${facts[0]}\n\n${item}\n\n${heading}\n\n${item}\n\n${heading}\n\n${facts[3]}\n\n${item}\n`;
    const { result, text } = await only(source, 'text/markdown');
    await using _ = result;
    expect(text).toBe(`${heading}\n\n${facts[0]}\n\n${item}\n\n${heading}\n\n${facts[3]}\n`);
  });

  it('keeps a heading that is new though all under it is repeated, and nothing of that', async () => {
    const source = `## First\n\n${facts[0]}\n\n${facts[1]}\n\n## The second of all the sections of this report\n\n${facts[1]}\n`;
    const { result, text } = await only(source, 'text/markdown');
    await using _ = result;
    expect(text.trimEnd()).toBe(source.slice(0, source.lastIndexOf('\n\n')));
  });

  it('keeps comments of code once, and all of the code', async () => {
    const comment = `  // ${facts[0]} ${facts[1]}\n`;
    const part = (name: string) => `function ${name}() {\n${comment}  return 1;\n}\n`;
    const { result, text } = await only(`${part('a')}${part('b')}`, 'text/x-source');
    await using _ = result;
    expect(text).toBe(`${part('a')}${part('b').replace(comment, '')}`);
  });

  it('looks at each document by itself with perDocument', async () => {
    const source = [facts[0], `${facts[0]} ${facts[1]} ${facts[1]}`].map((text = '') => textDocument(text));
    const texts = async (perDocument: boolean) => {
      await using result = await compressor.compress(source, { condense: 'only', perDocument });
      return { parts: (await collect(result)).map(({ text }) => text), stats: result.stats };
    };
    const each = await texts(true);
    expect(each.parts).toEqual([facts[0], `${facts[0]} ${facts[1]}`]);
    expect(each.stats.repeated).toMatchObject({ statements: 1 });
    const joined = await texts(false);
    expect(joined.parts).toEqual([facts[0], facts[1]]);
    expect(joined.stats.repeated).toMatchObject({ statements: 2 });
  });

  it('takes no budget', async () => {
    const wrong = compressor.compress('a', { condense: 'only', budget: { type: 'ratio', ratio: 2 } });
    await expect(wrong).rejects.toThrow(/takes no budget/);
    const fit = compressor.compress('a', { condense: 'only', budget: { type: 'fit', context: 9000 } });
    await expect(fit).rejects.toThrow(/takes no budget/);
    await expect(compressor.compress('a', { condense: 'only', minPassage: 9 })).rejects.toThrow(/minPassage/);
    await expect(compressor.compress('a', { condense: 'all' as 'only' })).rejects.toThrow(/condense/);
  });
});

describe('within a budget', () => {
  it('nothing is said twice before all is said once', async () => {
    const source = `${facts.join(' ')}\n\n${facts.join(' ')}`;
    await using once = await compressor.compress(facts.join(' '), {
      budget: { type: 'tokens', tokens: 400 },
    });
    await using result = await compressor.compress(source, { budget: { type: 'tokens', tokens: 400 } });
    const [part] = await collect(result);
    const copied = (part?.spans ?? []).filter(([start]) => start > facts.join(' ').length + 1);
    expect(copied.reduce((sum, [start, end]) => sum + end - start, 0)).toBeLessThan(20);
    expect(result.stats.outputTokens).toBeGreaterThanOrEqual(396);
    expect(once.stats.repeated?.tokens).toBe(0);
    expect(result.stats.repeated).toMatchObject({ statements: 40 });
  });

  it('a relevant passage is kept once', async () => {
    const filler = (seed: number) =>
      facts.map((one) => one.replace('crowns', `crowns and ${seed} days`)).join(' ');
    const answer = 'The treasure of the drowned monastery lies under the third arch of the old viaduct.';
    const source = [1, 2, 3, 4].map((seed) => `${filler(seed)}\n\n${answer}`).join('\n\n');
    const question = 'Where does the treasure of the monastery lie?';
    const count = async (condense: boolean) => {
      await using result = await compressor.compress(source, {
        question,
        condense,
        budget: { type: 'tokens', tokens: 120 },
      });
      return (await outputOf(result)).match(/monastery/g)?.length;
    };
    expect([await count(false), await count(true)]).toEqual([4, 1]);
  });

  it('the choice is the same for any chunks', async () => {
    const chunks = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(repetitive, chunks, async (source, sizes) => {
        const options = { budget: { type: 'ratio', ratio: 3 } } as const;
        await using whole = await compressor.compress(source, options);
        await using parts = await compressor.compress(
          [chunkedDocument(textDocument(source), source, sizes)],
          options,
        );
        expect(await outputOf(parts)).toBe(await outputOf(whole));
        expect(parts.stats.repeated).toEqual(whole.stats.repeated);
      }),
      { numRuns: 40 },
    );
  });

  it('an explanation says what was said before, and where', async () => {
    const source = `${facts.join(' ')}\n\n${facts.join(' ')}`;
    await using result = await compressor.compress(source, {
      explain: true,
      budget: { type: 'tokens', tokens: 400 },
    });
    let repeated = 0;
    for await (const { index, units } of result.explanation())
      for (const { reason, repeats, kept } of units) {
        if (reason !== 'repeated') continue;
        repeated += 1;
        expect(kept).toBe(false);
        expect(repeats).toBeLessThanOrEqual(index);
      }
    expect(repeated).toBeGreaterThan(500);
  });
});

describe('a log', () => {
  const at = (minute: number) => `2026-11-24 20:${String(minute % 60).padStart(2, '0')}:00`;
  const lines = Array.from(
    { length: 2000 },
    (_, n) => `${at(n)} INFO request ${n * 7919} served in ${n % 90} ms from cache`,
  );
  const trace =
    '\tat harbour.Lock.open(Lock.java:12)\n\tat harbour.Gate.lift(Gate.java:40)\n\tat harbour.Main.run(Main.java:7)';
  lines[1200] = `${at(3)} ERROR gate of lock 3 is stuck\n${trace}`;
  lines[1500] = `${at(3)} INFO backup of the ledger was skipped`;
  const source = `${lines.join('\n')}\n`;
  const compressed = async (options: { question?: string; condense?: boolean }) => {
    const document = textDocument(source, { mediaType: 'text/x-log' });
    await using result = await compressor.compress([document], {
      ...options,
      budget: { type: 'ratio', ratio: 40 },
    });
    return { text: await outputOf(result), stats: result.stats };
  };

  it('keeps what is rare, and the traces whole, and counts what is alike', async () => {
    const { text, stats } = await compressed({});
    expect(text).toContain(`ERROR gate of lock 3 is stuck\n${trace}\n`);
    expect(text).toContain('backup of the ledger was skipped');
    expect(stats.repeated?.alike).toBe(1997);
    for (const line of text.trimEnd().split('\n')) expect(source.split('\n')).toContain(line);
  });

  it('keeps the line that a question names, though it is one of thousands', async () => {
    const { text } = await compressed({ question: `What became of request ${1700 * 7919}?` });
    expect(text).toContain(`request ${1700 * 7919} served`);
  });
});
