import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BackgroundFrequencies } from '../../../src/models/lexicon/background.ts';
import { WordFrequencies } from '../../../src/models/lexicon/frequencies.ts';
import { hashWord } from '../../../src/models/lexicon/words.ts';
import { dataFile } from '../../../src/models/model-files.ts';

const table = readFileSync(dataFile('lexicon/english.tsv'), 'utf8');
const background = new BackgroundFrequencies(table);
const [head = '', ...rows] = table.trimEnd().split('\n');
/** By word; words that share a hash have their counts added up. */
const counts = new Map<number, number>();
for (const row of rows) {
  const [word = '', count] = row.split('\t');
  counts.set(hashWord(word), (counts.get(hashWord(word)) ?? 0) + Number(count));
}

describe('background frequencies', () => {
  it('are those of the table, for every word in it', () => {
    expect(background.passages).toBe(Number(head));
    expect(background.size).toBe(rows.length);
    const wrong = [...counts].filter(([hash, count]) => background.count(background.row(hash)) !== count);
    expect(wrong).toEqual([]);
    expect(rows.length - counts.size).toBeLessThan(3);
  });

  it('stand in the row of the word, counted from 1', () => {
    const seen = new Set<number>();
    for (const [at, row] of rows.entries()) {
      const hash = hashWord(row.split('\t')[0] ?? '');
      if (!seen.has(hash)) expect(background.row(hash)).toBe(at + 1);
      seen.add(hash);
    }
  });

  it('are 0 for any other word, in row 0', () => {
    fc.assert(
      fc.property(fc.integer(), (hash) => {
        expect(background.count(background.row(hash))).toBe(counts.get(hash) ?? 0);
        expect(background.row(hash) === 0).toBe(!counts.has(hash));
      }),
      { numRuns: 5000 },
    );
  });

  it.each(['', 'x\ny\t3', '0\nthe\t3'])('of a damaged table are refused: %j', (damaged) => {
    expect(() => new BackgroundFrequencies(damaged)).toThrow(/damaged/);
  });
});

describe('the frequencies of an input', () => {
  const words = ['the', 'harbour', 'zzyzx', 'Ekström', 'of', 'ledger', '漢字', '1907'];
  const passages = fc.array(fc.array(fc.constantFrom(...words), { maxLength: 12 }), { maxLength: 30 });

  /** The idf of a word in the background and the input, less that in the background alone. */
  const novelty = (word: string, input: readonly (readonly string[])[]) => {
    const known = counts.get(hashWord(word)) ?? 0;
    const seen = known + input.filter((passage) => passage.includes(word)).length;
    const together = Math.log((Number(head) + input.length + 1) / (Math.max(1, seen) + 0.5));
    return together - Math.log((Number(head) + 1) / (Math.max(1, known) + 0.5));
  };

  it('are added to those of the background, also when a table is used again', () => {
    const frequencies = new WordFrequencies(background);
    fc.assert(
      fc.property(passages, (input) => {
        frequencies.clear();
        for (const passage of input) {
          frequencies.beginPassage();
          for (const word of passage) frequencies.add(hashWord(word));
        }
        for (const word of words) {
          const hash = hashWord(word);
          const row = frequencies.row(hash);
          expect(row).toBe(background.row(hash));
          expect(frequencies.share(row)).toBe((counts.get(hash) ?? 0) / Number(head));
          expect(frequencies.novelty(hash, row)).toBeCloseTo(novelty(word, input), 9);
        }
      }),
      { numRuns: 200 },
    );
  });
});
