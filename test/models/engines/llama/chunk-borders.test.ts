import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkSizeOf, maxPadding, paddingAt } from '../../../../src/models/engines/llama/chunk-borders.ts';

const chunk = 8192;

describe('chunkSizeOf', () => {
  it('knows the chunks of Llama 4, and no others', () => {
    expect(chunkSizeOf({ architecture: 'llama4' })).toBe(8192);
    expect(chunkSizeOf({ architecture: 'llama4', slidingWindow: 0 })).toBeUndefined();
    expect(chunkSizeOf({ architecture: 'llama' })).toBeUndefined();
    expect(chunkSizeOf({ architecture: 'gemma3', slidingWindow: 1024 })).toBeUndefined();
  });
});

describe('paddingAt', () => {
  it.each([
    [100, 500, 0],
    [8192 - 500, 500, 0],
    [8192 - 499, 500, 499],
    [8192, 500, 0],
    [3 * 8192 - 1, 2, 1],
    [100, 9000, 8092],
    [8192, 9000, 0],
  ])('after %i tokens of context, a question of %i needs %i', (context, question, padding) => {
    expect(paddingAt(context, question, chunk)).toBe(padding);
  });

  it('leaves no border inside a question that fits into a chunk, and pads no more than it must', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.integer({ min: 1, max: chunk }), (context, question) => {
        const padding = paddingAt(context, question, chunk);
        const start = context + padding;
        expect(Math.floor(start / chunk)).toBe(Math.floor((start + question - 1) / chunk));
        if (padding > 0) expect(start % chunk).toBe(0);
        if (padding > 0)
          expect(Math.floor(context / chunk)).not.toBe(Math.floor((context + question - 1) / chunk));
      }),
    );
  });
});

describe('maxPadding', () => {
  it('is the most that any context needs', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.integer({ min: 1, max: chunk }), (context, question) => {
        expect(paddingAt(context, question, chunk)).toBeLessThanOrEqual(maxPadding(question, 100_000, chunk));
      }),
    );
    expect(paddingAt(chunk - 499, 500, chunk)).toBe(maxPadding(500, 100_000, chunk));
  });

  it('is nothing where no prompt reaches a border', () => {
    expect(maxPadding(500, chunk, chunk)).toBe(0);
  });
});
