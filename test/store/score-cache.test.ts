import { closeSync, openSync, readdirSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScoreCache } from '../../src/store/score-cache.ts';
import { temporaryFolder } from '../cli/run-pith.ts';

const LIMIT = 2 ** 30;
const model = new Uint8Array([1, 2, 3]);

function key(number: number): Uint8Array {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setUint32(12, number);
  return bytes;
}

describe('ScoreCache', () => {
  it('gives back what it was given, by scorer and window, whether it is written yet or not', () => {
    const path = join(temporaryFolder(), 'scores.sqlite');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('one', 'other'), fc.nat(20), fc.uint8Array({ maxLength: 40 }))),
        fc.boolean(),
        (entries, reopens) => {
          const expected = new Map<string, Uint8Array>();
          let cache = ScoreCache.open(path, { limit: LIMIT });
          for (const [name, number, value] of entries) {
            cache?.scorer(name, Buffer.from(name)).set(key(number), value);
            expected.set(`${name} ${number}`, value);
          }
          if (reopens) {
            cache?.[Symbol.dispose]();
            cache = ScoreCache.open(path, { limit: LIMIT });
          }
          for (const [id, value] of expected) {
            const [name = '', number] = id.split(' ');
            const found = cache?.scorer(name, Buffer.from(name)).get(key(Number(number)));
            expect(Buffer.from(found ?? [0, 1])).toEqual(Buffer.from(value));
          }
          cache?.[Symbol.dispose]();
        },
      ),
      { numRuns: 15 },
    );
  });

  it('stays below its limit, and loses what was not used for longest', () => {
    const path = join(temporaryFolder(), 'scores.sqlite');
    const limit = 600_000;
    const fill = (today: number, from: number) => {
      using cache = ScoreCache.open(path, { limit, today });
      const scorer = cache?.scorer('model', model);
      // What was written first is used again each day.
      scorer?.get(key(0));
      for (let number = from; number < from + 600; number += 1) scorer?.set(key(number), new Uint8Array(500));
    };
    for (const day of [1, 2, 3, 4]) fill(day, 600 * (day - 1));
    using cache = ScoreCache.open(path, { limit });
    const bytes = cache?.use().reduce((sum, use) => sum + use.bytes, 0) ?? 0;
    expect(bytes).toBeGreaterThan(limit / 3);
    expect(bytes).toBeLessThan(limit);
    const scorer = cache?.scorer('model', model);
    expect(scorer?.get(key(0))).toBeDefined();
    expect(scorer?.get(key(1))).toBeUndefined();
    expect(scorer?.get(key(2399))).toBeDefined();
    cache?.prune(100_000);
    expect(scorer?.get(key(2399))).toBeDefined();
    expect(cache?.use()[0]?.entries).toBeLessThan(200);
  });

  it('takes no value that has changed on the disk', () => {
    const path = join(temporaryFolder(), 'scores.sqlite');
    {
      using cache = ScoreCache.open(path, { limit: LIMIT });
      const scorer = cache?.scorer('model', model);
      scorer?.set(key(1), new Uint8Array([1, 2, 3, 4]));
      scorer?.set(key(2), new Uint8Array([5, 6, 7, 8]));
    }
    const database = new DatabaseSync(path);
    database.exec("UPDATE scores SET value = x'01020305' WHERE value = x'01020304'");
    database.close();
    using cache = ScoreCache.open(path, { limit: LIMIT });
    const scorer = cache?.scorer('model', model);
    expect(scorer?.get(key(1))).toBeUndefined();
    expect(scorer?.get(key(2))).toEqual(new Uint8Array([5, 6, 7, 8]));
    expect(cache?.verify()).toEqual({ entries: 2, dropped: 1 });
    expect(cache?.verify()).toEqual({ entries: 1, dropped: 0 });
  });

  it('puts a file aside that is no database, and begins anew', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'scores.sqlite');
    writeFileSync(path, 'no database at all, but long enough to be looked at '.repeat(100));
    const warnings: string[] = [];
    using cache = ScoreCache.open(path, { limit: LIMIT, onWarning: (message) => warnings.push(message) });
    const scorer = cache?.scorer('model', model);
    scorer?.set(key(1), new Uint8Array([1]));
    cache?.flush();
    expect(scorer?.get(key(1))).toEqual(new Uint8Array([1]));
    expect(warnings).toEqual([
      expect.stringMatching(/is damaged; it was moved to .*scores\.sqlite\.damaged/),
    ]);
    expect(readdirSync(folder)).toContain('scores.sqlite.damaged');
  });

  it('is done without, once it is damaged while it is in use', () => {
    const path = join(temporaryFolder(), 'scores.sqlite');
    {
      using cache = ScoreCache.open(path, { limit: LIMIT });
      const scorer = cache?.scorer('model', model);
      for (let number = 0; number < 2000; number += 1) scorer?.set(key(number), new Uint8Array(300));
    }
    const file = openSync(path, 'r+');
    for (let page = 2; page < 150; page += 1) writeSync(file, Buffer.alloc(4096, 0xaa), 0, 4096, page * 4096);
    closeSync(file);
    const warnings: string[] = [];
    using cache = ScoreCache.open(path, { limit: LIMIT, onWarning: (message) => warnings.push(message) });
    const scorer = cache?.scorer('model', model);
    for (let number = 0; number < 2000; number += 1)
      expect([undefined, new Uint8Array(300)]).toContainEqual(scorer?.get(key(number)));
    scorer?.set(key(1), new Uint8Array([1]));
    expect(warnings).toEqual([expect.stringMatching(/^nothing more is cached: .*damaged/)]);
  });

  it.each(['file', 'proc'])('is none where its folder cannot be made, as below a %s', (kind) => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const folder = kind === 'file' ? file : '/proc/nobody/cache';
    const warnings: string[] = [];
    const onWarning = (message: string) => warnings.push(message);
    expect(ScoreCache.open(join(folder, 'scores.sqlite'), { limit: LIMIT, onWarning })).toBeUndefined();
    expect(warnings).toEqual([expect.stringMatching(/^nothing is cached: /)]);
  });
});
