import { describe, expect, it } from 'vitest';
import { gapKind } from '../../../src/stages/score/lexical-gaps.ts';

describe('the gap between two words', () => {
  it.each([
    [' ', 1],
    ['-', 2],
    ["'", 3],
    ['\u2019', 3],
    [', ', 4],
    [',', 4],
    ['. ', 5],
    ['?"\n', 5],
    ['\n', 5],
    [' -\n', 5],
    [' (', 6],
    ['), (', 6],
    [') ', 7],
    [', "', 8],
    ['\u201d ', 8],
    ['; ', 9],
    ['.', 10],
    [' — .', 10],
    [' $', 11],
    ['% ', 12],
    [' – ', 13],
    ['  ', 13],
    ['/', 13],
  ])('%j is of kind %d', (gap, kind) => {
    expect(gapKind(`a${gap}b`, 1, 1 + gap.length)).toBe(kind);
  });
});
