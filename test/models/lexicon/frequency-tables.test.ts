import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BackgroundFrequencies } from '../../../src/models/lexicon/background.ts';
import { WordFrequencies } from '../../../src/models/lexicon/frequencies.ts';
import { FrequencyTables } from '../../../src/models/lexicon/frequency-tables.ts';

const background = new BackgroundFrequencies('# passages: 100\nthe\t50\n');

/** The words of passages, as hashes. */
const passages = fc.array(fc.array(fc.nat(30), { maxLength: 12 }), { maxLength: 8 });

function count(table: WordFrequencies, texts: readonly (readonly number[])[]): number[] {
  for (const words of texts) {
    table.beginPassage();
    for (const word of words) table.add(word);
  }
  return Array.from({ length: 31 }, (_, hash) => table.novelty(hash, table.row(hash)));
}

describe('a table that is lent again', () => {
  it('counts as a new one does', () => {
    fc.assert(
      fc.property(fc.array(passages, { minLength: 2, maxLength: 4 }), (runs) => {
        const tables = new FrequencyTables(background);
        for (const run of runs) {
          const table = tables.take();
          expect(count(table, run)).toEqual(count(new WordFrequencies(background), run));
          tables.giveBack(table);
        }
      }),
    );
  });

  it('is another one while the first is out', () => {
    const tables = new FrequencyTables(background);
    const [first, second] = [tables.take(), tables.take()];
    count(first, [[1], [1]]);
    expect(count(second, [[2]])).toEqual(count(new WordFrequencies(background), [[2]]));
    tables.giveBack(first);
    expect(tables.take()).toBe(first);
  });
});
