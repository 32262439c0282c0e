import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PithError } from '../../src/pipeline/errors.ts';
import { mapOrdered } from '../../src/pipeline/map-ordered.ts';
import { collect, from, Ledger, numbers, turns, untilAborted } from './probes.ts';

const delays = fc.array(fc.nat(4), { maxLength: 25 });
const limits = fc.integer({ min: 1, max: 7 });

describe('mapOrdered', () => {
  it('keeps the order whatever the delays, and the same as one at a time', async () => {
    await fc.assert(
      fc.asyncProperty(delays, limits, async (pauses, limit) => {
        const slow = async (pause: number, index: number) => {
          await turns(pause);
          return `${index}:${pause}`;
        };
        const items = pauses.map((pause, index) => [pause, index] as const);
        const results = await collect(mapOrdered(from(items), limit, ([pause, index]) => slow(pause, index)));
        expect(results).toEqual(pauses.map((pause, index) => `${index}:${pause}`));
      }),
    );
  });

  it('has at most `limit` in flight, reaches that, and reads no further than that beyond what was taken', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(3), { minLength: 8, maxLength: 25 }),
        limits,
        async (pauses, limit) => {
          let running = 0;
          let most = 0;
          let pulled = 0;
          let furthest = 0;
          let taken = 0;
          const source = numbers(pauses.length, () => {
            pulled++;
            furthest = Math.max(furthest, pulled - taken);
          });
          const mapped = mapOrdered(source, limit, async (index) => {
            most = Math.max(most, ++running);
            await turns(limit + (pauses[index] ?? 0));
            running--;
          });
          for await (const _ of mapped) {
            taken++;
            await turns(1);
          }
          expect(taken).toBe(pauses.length);
          expect(most).toBe(Math.min(limit, pauses.length));
          expect(furthest).toBeLessThanOrEqual(limit + 1);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('reads nothing before it is read, and stops reading while nobody takes', async () => {
    let pulled = 0;
    const results = mapOrdered(
      numbers(100, () => pulled++),
      3,
      (value) => value,
    );
    await turns(5);
    expect(pulled).toBe(0);
    await results.next();
    await turns(20);
    expect(pulled).toBe(4);
    await results.return();
  });

  it('gives the results before the first failing item, then its error, whenever later items fail', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ pause: fc.nat(4), fails: fc.boolean() }), { maxLength: 15 }),
        limits,
        async (items, limit) => {
          const ledger = new Ledger();
          const given: number[] = [];
          let running = 0;
          const mapped = mapOrdered(
            ledger.pass('source', from(items.entries())),
            limit,
            async ([index, item]) => {
              running++;
              await turns(item.pause);
              running--;
              if (item.fails) throw new RangeError(String(index));
              return index;
            },
          );
          const failing = items.findIndex(({ fails }) => fails);
          const reading = (async () => {
            for await (const value of mapped) given.push(value);
          })();
          if (failing < 0) await reading;
          else await expect(reading).rejects.toThrow(new RangeError(String(failing)));
          expect(given).toEqual(items.slice(0, failing < 0 ? undefined : failing).map((_, index) => index));
          expect(running).toBe(0);
          expect(ledger.balanced).toBe(true);
        },
      ),
    );
  });

  it('reads nothing more once a call has failed', async () => {
    let pulled = 0;
    const mapped = mapOrdered(
      numbers(9, () => pulled++),
      2,
      async (item) => {
        if (item === 1) throw new Error('second');
        await turns(5);
      },
    );
    await mapped.next();
    await turns(3);
    expect(pulled).toBe(2);
    await expect(mapped.next()).rejects.toThrow('second');
  });

  it('gives the results of what it read before the source failed', async () => {
    async function* failing() {
      yield 1;
      yield 2;
      throw new TypeError('broken source');
    }
    const given: number[] = [];
    const reading = (async () => {
      for await (const value of mapOrdered(failing(), 4, (value) => value)) given.push(value);
    })();
    await expect(reading).rejects.toThrow(new TypeError('broken source'));
    expect(given).toEqual([1, 2]);
  });

  it('tells the calls in flight when one fails or the reading stops', async () => {
    for (const ending of ['failure', 'return'] as const) {
      const reasons: unknown[] = [];
      const mapped = mapOrdered(numbers(9), 3, async (value, signal) => {
        if (value === 0) return value;
        if (value === 1 && ending === 'failure') throw new Error('first');
        await untilAborted(signal).catch((reason: unknown) => reasons.push(reason));
        return value;
      });
      await mapped.next();
      if (ending === 'return') await mapped.return();
      else await expect(mapped.next()).rejects.toThrow('first');
      expect(reasons.length).toBeGreaterThan(0);
      expect(reasons.every((reason) => PithError.isInstance(reason) && reason.code === 'aborted')).toBe(true);
    }
  });

  it('rejects with `aborted` at any moment, with nothing left running and the source closed', async () => {
    await fc.assert(
      fc.asyncProperty(limits, fc.nat(30), fc.boolean(), async (limit, moment, endless) => {
        const ledger = new Ledger();
        const controller = new AbortController();
        let running = 0;
        const mapped = mapOrdered(
          ledger.pass('source', numbers(12)),
          limit,
          async (value, signal) => {
            running++;
            try {
              await (endless && value === 5 ? untilAborted(signal) : turns(value % 3));
            } finally {
              running--;
            }
          },
          controller.signal,
        );
        const reading = collect(mapped).then(
          () => 'done',
          (error: unknown) => error,
        );
        await turns(moment);
        controller.abort(new Error('enough'));
        const end = await reading;
        expect(running).toBe(0);
        expect(ledger.balanced).toBe(true);
        if (end === 'done') expect(endless).toBe(false);
        else expect(end).toMatchObject({ code: 'aborted', cause: new Error('enough') });
      }),
    );
  });

  it('ends the wait for a source that does not answer when it is aborted', async () => {
    const controller = new AbortController();
    const silent = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
    const reading = collect(mapOrdered(silent, 2, (value) => value, controller.signal));
    controller.abort();
    await expect(reading).rejects.toMatchObject({ code: 'aborted' });
  });

  it('starts nothing for a signal that has aborted already', async () => {
    let pulled = 0;
    const mapped = mapOrdered(
      numbers(3, () => pulled++),
      2,
      (value) => value,
      AbortSignal.abort(),
    );
    await expect(mapped.next()).rejects.toMatchObject({ code: 'aborted' });
    expect(pulled).toBe(0);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a limit of %d', async (limit) => {
    await expect(mapOrdered(numbers(1), limit, (value) => value).next()).rejects.toMatchObject({
      code: 'usage',
    });
  });
});
