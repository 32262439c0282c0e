import { describe, expect, it } from 'vitest';
import { partName, partNumber } from '../../src/batch/record-work.ts';

describe('partNumber', () => {
  it('knows the parts of a file, and nothing else that is called nearly so', () => {
    for (const part of [0, 999_999, 1_000_000]) expect(partNumber(partName('a/b', part), 'a/b')).toBe(part);
    const others = [
      partName('a/b2', 3),
      partName('a', 3),
      partName(partName('a/b', 3), 0),
      'a/b.part-3.jsonl',
    ];
    for (const name of others) expect(partNumber(name, 'a/b')).toBeUndefined();
  });
});
