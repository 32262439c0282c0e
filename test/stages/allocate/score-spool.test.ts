import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScoreSpool } from '../../../src/stages/allocate/score-spool.ts';

const unit = fc.tuple(fc.nat(255), fc.oneof(fc.nat(300), fc.nat(0xffff)));
const passages = fc.array(fc.array(unit, { maxLength: 30 }), { maxLength: 40 });

async function spooled(list: readonly (readonly (readonly [number, number])[])[]) {
  const spool = new ScoreSpool();
  for (const units of list) {
    const levels = Uint8Array.from(units, ([level]) => level);
    spool.add({ levels, costs: Uint32Array.from(units, ([, cost]) => cost) });
  }
  return spool;
}

describe('spilled scores', () => {
  it('come back as they were, passage by passage, as often as they are read', async () => {
    await fc.assert(
      fc.asyncProperty(passages, async (list) => {
        await using spool = await spooled(list);
        for (let reading = 0; reading < 2; reading += 1) {
          await using reader = spool.read();
          for (const units of list) {
            const { levels, costs } = await reader.take(units.length);
            expect([...levels].map((level, at) => [level, costs[at]])).toEqual(units);
          }
        }
      }),
    );
  });

  it('come back when there are more than fit into memory', async () => {
    const list = Array.from({ length: 3000 }, (_, at) =>
      Array.from({ length: 200 }, (_, one) => [(at + one) % 256, at] as const),
    );
    await using spool = await spooled(list);
    await using reader = spool.read();
    for (const [at, units] of list.entries()) {
      const { levels, costs } = await reader.take(units.length);
      if (levels.some((level, one) => level !== (at + one) % 256) || costs.some((cost) => cost !== at))
        expect.fail(`passage ${at}`);
    }
  });

  it('say so when more is asked for than there is', async () => {
    await using spool = await spooled([[[1, 2]]]);
    await using reader = spool.read();
    await expect(reader.take(2)).rejects.toThrow('3 bytes are missing');
  });

  it('take the dearest cost that two bytes hold for any beyond', async () => {
    await using spool = await spooled([[[1, 70_000]]]);
    expect([...(await spool.read().take(1)).costs]).toEqual([0xffff]);
  });
});
