import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StreamingCounter } from '../../../src/models/tokens/streaming-counter.ts';
import type { TokenCounter } from '../../../src/models/tokens/token-counter.ts';
import { tokenCounter } from '../../../src/models/tokens/token-counters.ts';
import { mixedText } from '../wordpiece/mixed-text.ts';

const mebi = 1024 * 1024;

describe.each(['o200k_base', 'cl100k_base', 'wordpiece'])('%s', async (name) => {
  const counter = await tokenCounter(name);

  it('counts a text in pieces as it counts it whole', () => {
    const given = fc.record({
      seed: fc.nat(),
      length: fc.integer({ min: 0, max: 60_000 }),
      sizes: anySizes(),
    });
    fc.assert(
      fc.property(given, ({ seed, length, sizes }) => {
        const text = mixedText(seed, length);
        expect(countInPieces(counter, text, sizes)).toBe(counter.count(text));
      }),
      { numRuns: 40 },
    );
  });
});

describe('with any counter', () => {
  it('counts in blocks, and holds no more than it must', () => {
    const { counter, texts } = recordingCounter(true);
    const text = 'word '.repeat(100_000);
    expect(countInPieces(counter, text, [37])).toBe(text.length);
    expect(texts.join('')).toBe(text);
    for (const part of texts.slice(0, -2)) expect(part.length).toBeGreaterThan(16_000);
    for (const part of texts) expect(part.length).toBeLessThan(17_000);
  });

  it.each([
    ['a text without borders', true, 'x\n'.repeat(1.7 * mebi)],
    ['pairs of units without borders', true, `x${'😀'.repeat(1.2 * mebi)}`],
    [
      'borders on both sides of a long word',
      true,
      `a b ${'x'.repeat(2.5 * mebi)} c ${'y'.repeat(1.1 * mebi)} d`,
    ],
    ['words, when spaces are no borders', false, 'word '.repeat(0.5 * mebi)],
  ])('cuts %s in the same places however it comes', (_, splitsAtSpaces, text) => {
    const cuts = [[5000], [mebi], [7, 3 * mebi], [4 * mebi]].map((sizes) => {
      const { counter, texts } = recordingCounter(splitsAtSpaces);
      expect(countInPieces(counter, text, sizes)).toBe(text.length);
      expect(texts.join('')).toBe(text);
      expect(Math.max(...texts.map((part) => part.length))).toBeLessThanOrEqual(mebi + 1);
      for (const part of texts) expect(part).not.toMatch(/\p{Surrogate}/u);
      return hardCuts(texts);
    });
    for (const others of cuts) expect(others).toEqual(cuts[0]);
    expect(cuts[0]?.length).toBeGreaterThan(0);
  });

  it('has nothing to count in an empty text', () => {
    const { counter, texts } = recordingCounter(true);
    expect(countInPieces(counter, '', [1])).toBe(0);
    expect(texts).toEqual([]);
  });
});

/** Offsets of the cuts that are no borders between words. */
function hardCuts(texts: readonly string[]): readonly number[] {
  const offsets: number[] = [];
  let offset = 0;
  for (const text of texts) {
    if (offset > 0 && !text.startsWith(' ')) offsets.push(offset);
    offset += text.length;
  }
  return offsets;
}

function countInPieces(counter: TokenCounter, text: string, sizes: readonly number[]): number {
  const streaming = new StreamingCounter(counter);
  for (let at = 0, turn = 0; at < text.length; turn++) {
    const end = at + (sizes[turn % sizes.length] as number);
    streaming.push(text.slice(at, end));
    at = end;
  }
  return streaming.total();
}

/** Counts characters, and keeps the texts that it was given. */
function recordingCounter(splitsAtSpaces: boolean): { counter: TokenCounter; texts: string[] } {
  const texts: string[] = [];
  const count = (text: string): number => {
    texts.push(text);
    return text.length;
  };
  return { counter: { name: 'recording', splitsAtSpaces, count }, texts };
}

function anySizes(): fc.Arbitrary<number[]> {
  const size = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 20_000 }));
  return fc.array(size, { minLength: 1, maxLength: 8 });
}
