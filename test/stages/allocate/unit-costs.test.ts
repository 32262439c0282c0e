import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenCounter } from '../../../src/models/tokens/token-counters.ts';
import { charOffset } from '../../../src/pipeline/spans.ts';
import { UnitCosts } from '../../../src/stages/allocate/unit-costs.ts';
import type { Passage } from '../../../src/stages/segment/passage.ts';
import { unitsOf } from '../../../src/stages/segment/units.ts';
import { mixedText } from '../../models/wordpiece/mixed-text.ts';

const counter = await tokenCounter('o200k_base');
/** The same without a way to count in place. */
const plain = { name: 'plain', splitsAtSpaces: true, count: (text: string) => counter.count(text) };

describe('the costs of units', () => {
  it('are the same counted in place and counted as copies', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom('word', 'line'), (seed, unitKind) => {
        const measured = [new UnitCosts(counter), new UnitCosts(plain)].map((costs) =>
          [0, 1, 2].map((index) => {
            const text = mixedText(seed + index, 400);
            return costs.measure(passage(text, unitKind, index), unitsOf({ text, unitKind }));
          }),
        );
        expect(measured[0]).toEqual(measured[1]);
      }),
    );
  });

  it('add up to the tokens of a line of words', () => {
    const text = 'The harbour, which was built in 1874, cost "more than anybody had thought".';
    const { costs, breaks } = new UnitCosts(counter).measure(
      passage(text, 'word', 0),
      unitsOf({ text, unitKind: 'word' }),
    );
    expect(costs.reduce((sum, cost) => sum + cost, 0)).toBe(counter.count(text));
    expect(breaks).not.toContain(1);
  });

  it('leave a blank line to the paragraph', () => {
    const text = 'One.\n\nTwo.';
    const { breaks } = new UnitCosts(counter).measure(
      passage(text, 'word', 0),
      unitsOf({ text, unitKind: 'word' }),
    );
    expect([...breaks]).toEqual([0, 0, 1, 0]);
  });
});

function passage(text: string, unitKind: Passage['unitKind'], index: number): Passage {
  return { document: 0, index, start: charOffset(0), text, unitKind, title: '' };
}
