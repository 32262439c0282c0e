import { describe, expect, it } from 'vitest';
import { charOffset } from '../../../src/pipeline/spans.ts';
import { NO_CHANGES, withChanges } from '../../../src/stages/assemble/changes.ts';
import { HeldPassage } from '../../../src/stages/fill/held-passage.ts';
import { lineBeginnings } from '../../../src/stages/fill/line-beginnings.ts';
import { unitsOf } from '../../../src/stages/segment/units.ts';

const PROSE = '// Under the hood, this macro declares a model prop and a corresponding event.';
const CODE = 'return left != null || right != null ? new Pair<>(left, right) : nullPair();';

/** The beginnings of the lines of a text, as what would be kept. */
function beginnings(text: string, levels: readonly number[], any: boolean): string[] {
  const passage = { document: 0, index: 3, start: charOffset(0), text, unitKind: 'line', title: '' } as const;
  const units = unitsOf(passage);
  const held = new HeldPassage(
    { passage, units },
    { kept: new Uint8Array(units.count) },
    { costs: new Uint32Array() },
  );
  const dropped = levels.map((level, unit) => ({ level, cost: 9, held, unit }));
  return [...lineBeginnings(dropped, NO_CHANGES, { any })].map((changes) => {
    const selected = withChanges(held, held.kept, changes);
    const unit = selected.kept.indexOf(1);
    expect(selected.kept.reduce((sum, flag) => sum + flag, 0)).toBe(1);
    expect(selected.units.count).toBe(units.count + 1);
    // Between units stands white space alone, as everywhere.
    const next = text.slice(selected.units.ends[unit], selected.units.cores[unit + 1]);
    expect(next.trim()).toBe('');
    return text.slice(selected.units.cores[unit], selected.units.ends[unit]);
  });
}

describe('the beginnings of a line', () => {
  it('end at its words, the longest first', () => {
    const all = beginnings(`    ${PROSE}\n`, [5], false);
    expect(all[0]).toBe(PROSE.slice(0, -1));
    expect(all).toContain('// Under the hood');
    expect(all.at(-1)).toBe('//');
    expect(all.map((one) => one.length)).toEqual([...all.map((one) => one.length)].sort((a, b) => b - a));
    expect(all.every((one) => PROSE.startsWith(one))).toBe(true);
  });

  it('are those of the best line first', () => {
    expect(beginnings(`${PROSE}\nx\n${PROSE.slice(3)}\n`, [5, 9, 7], false)[0]).toMatch(/^Under the hood/);
  });

  it('are not taken of code, unless there is nothing else', () => {
    expect(beginnings(`${CODE}\n`, [5], false)).toEqual([]);
    expect(beginnings(`${CODE}\n`, [5], true).at(-1)).toBe('return');
  });
});
