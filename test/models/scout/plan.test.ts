import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advise } from '../../../src/models/scout/advice.ts';
import type { Deployment } from '../../../src/models/scout/deployment.ts';
import { devices, parseCluster } from '../../../src/models/scout/devices.ts';
import type { ModelGeometry } from '../../../src/models/scout/geometry.ts';
import { memoryOf } from '../../../src/models/scout/memory.ts';
import { largestContext, plansFor } from '../../../src/models/scout/plan.ts';
import { modelPresets } from '../../../src/models/scout/presets.ts';

const scout = modelPresets.get('scout') as ModelGeometry;

const request = fc.record({
  model: fc.constantFrom(...modelPresets.values()),
  context: fc.integer({ min: 1, max: 20_000_000 }),
  cluster: fc
    .tuple(fc.constantFrom(1, 2, 3, 4, 5, 6, 7, 8, 16), fc.constantFrom(...devices.keys()))
    .map(([gpus, device]) => parseCluster(`${gpus}x${device}`)),
});

function fits(deployment: Deployment, context: number): boolean {
  return memoryOf({ ...deployment, context }).fits;
}

describe('plans', () => {
  it('give a largest context that fits, and one more token does not', () => {
    fc.assert(
      fc.property(request, (one) => {
        for (const { deployment, largestContext: most } of plansFor(one)) {
          expect(largestContext(deployment)).toBe(most);
          if (most > 0) expect(fits(deployment, most)).toBe(true);
          if (most < deployment.model.maxContext) expect(fits(deployment, most + 1)).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('grow with the context, and shrink with ranks', () => {
    fc.assert(
      fc.property(request, (one) => {
        for (const { deployment, memory, prefillSeconds } of plansFor(one)) {
          const [more] = plansFor({
            ...one,
            context: one.context + 100_000,
            engines: [deployment.engine.name],
            weights: [deployment.quantisation],
            kvTypes: [deployment.kvType],
          });
          expect(more?.memory.total).toBeGreaterThanOrEqual(memory.total);
          expect(more?.prefillSeconds).toBeGreaterThan(prefillSeconds);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('put what fits before what does not', () => {
    fc.assert(
      fc.property(request, (one) => {
        const order = plansFor(one).map(({ memory }) => Number(memory.fits));
        expect(order).toEqual(order.toSorted((a, b) => b - a));
      }),
      { numRuns: 40 },
    );
  });

  it('hold what they say: ratio and fewest GPUs', () => {
    fc.assert(
      fc.property(request, (one) => {
        const { best, ratio, fewest } = advise(one);
        expect(best !== undefined).toBe(ratio === 1);
        if (ratio !== undefined && ratio > 1) {
          const compressed = { ...one, context: Math.floor(one.context / ratio) };
          expect(advise(compressed).best).toBeDefined();
        }
        if (fewest !== undefined) expect(fewest.memory.fits).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

describe('advice', () => {
  const sentences = (context: number, gpus: string) =>
    advise({ model: scout, context, cluster: parseCluster(gpus) }).sentences.join('\n');

  it('says that a million tokens of Scout fit on one H100, and that they are not read well', () => {
    expect(sentences(1_000_000, '1xH100')).toMatch(/fit on 1xH100: llama\.cpp/);
    expect(sentences(1_000_000, '1xH100')).toMatch(/finds little in more/);
  });

  it('says how much to compress where a context does not fit, and how many GPUs would hold it', () => {
    expect(sentences(10_000_000, '1xH100')).toMatch(
      /do not fit on 1xH100\. Compressed to 1\/3\.\d they would/,
    );
    expect(sentences(10_000_000, '1xH100')).toMatch(/fewest H100s that hold them: \d/);
  });

  it('says that not even the weights fit', () => {
    expect(sentences(1000, '1xL4')).toMatch(/Not even the weights/);
  });

  it('warns of nothing where a context is short', () => {
    expect(sentences(16_000, '4xH100')).not.toMatch(/Compress/);
  });
});
