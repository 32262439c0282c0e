import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attentionOf } from '../../../src/models/scout/layers.ts';
import { pairsInView } from '../../../src/models/scout/time.ts';

const widths = { hidden: 64, heads: 4, kvHeads: 2, headLength: 16 };

describe('the pairs that a layer looks at', () => {
  it('are those that counting each token gives', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('full', 'chunked', 'sliding'),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(300),
        (type, span, tokens) => {
          let pairs = 0;
          for (let at = 0; at < tokens; at += 1) {
            const first = { full: 0, chunked: at - (at % span), sliding: Math.max(0, at - span + 1) }[type];
            pairs += at - first + 1;
          }
          // The formula leaves out the half pair that each token makes with itself.
          const found = pairsInView(attentionOf(widths, type, span), tokens);
          expect(Math.abs(found - pairs)).toBeLessThanOrEqual(tokens);
        },
      ),
      { numRuns: 300 },
    );
  });
});
