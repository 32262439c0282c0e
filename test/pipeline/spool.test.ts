import * as fs from 'node:fs';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Spool, type SpoolFiles } from '../../src/pipeline/spool.ts';
import { collect } from './probes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const bytesOf = async (spool: Spool) => Buffer.concat(await collect(spool.read()));

/** Bytes that differ by position, so that a slip by one shows. */
function pattern(length: number, seed: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8) + seed) & 255);
}

describe('Spool', () => {
  it('gives back what was appended, in memory and on disk, read at any time and any number of times', async () => {
    const step = fc.oneof(
      { weight: 8, arbitrary: fc.record({ append: fc.nat(300) }) },
      { weight: 2, arbitrary: fc.record({ append: fc.integer({ min: 250_000, max: 600_000 }) }) },
      { weight: 2, arbitrary: fc.constant('read' as const) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 12 }),
        fc.constantFrom(0, 1, 1000, 2 ** 20),
        async (steps, limit) => {
          await using spool = new Spool({ folder, limit });
          const model: Uint8Array[] = [];
          for (const [index, step] of steps.entries()) {
            if (step === 'read') {
              expect((await bytesOf(spool)).equals(Buffer.concat(model))).toBe(true);
            } else {
              const bytes = pattern(step.append, index);
              spool.append(bytes);
              model.push(bytes.slice());
              bytes.fill(0);
            }
          }
          const whole = Buffer.concat(model);
          const [once, again] = await Promise.all([bytesOf(spool), bytesOf(spool)]);
          expect(once.equals(whole) && again.equals(whole)).toBe(true);
          expect(spool.size).toBe(whole.length);
          expect(spool.onDisk).toBe(whole.length > limit);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reads what was there when the reading began, while more is appended', async () => {
    await using spool = new Spool({ folder, limit: 1000 });
    spool.append(pattern(700_000, 1));
    const reading = spool.read();
    const chunks = [(await reading.next()).value as Uint8Array];
    spool.append(pattern(500_000, 2));
    for await (const chunk of reading) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(pattern(700_000, 1))).toBe(true);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThanOrEqual(2 ** 20);
    expect(spool.size).toBe(1_200_000);
  });

  it('gives arrays that belong to the reader', async () => {
    await using spool = new Spool({ folder });
    spool.append(pattern(100, 3));
    for await (const chunk of spool.read()) chunk.fill(0);
    expect((await bytesOf(spool)).equals(pattern(100, 3))).toBe(true);
  });

  it('leaves no file in the folder even while it is open, and no open file after it is closed', async () => {
    const spool = new Spool({ folder, limit: 10 });
    spool.append(pattern(100, 0));
    expect(spool.onDisk).toBe(true);
    expect(readdirSync(folder)).toEqual(process.platform === 'win32' ? [expect.any(String)] : []);
    await spool.close();
    await spool.close();
    expect(readdirSync(folder)).toEqual([]);
    expect(() => spool.append(pattern(1, 0))).toThrow(expect.objectContaining({ code: 'usage' }));
    await expect(spool.read().next()).rejects.toMatchObject({ code: 'usage' });
  });

  it('makes its file for its owner alone, under a name that did not exist', async () => {
    const opened: unknown[][] = [];
    const files: SpoolFiles = {
      ...fs,
      openSync: (...call: Parameters<typeof fs.openSync>) => {
        opened.push(call);
        return fs.openSync(...call);
      },
    };
    await using spool = new Spool({ folder, limit: 0 }, files);
    spool.append(pattern(10, 0));
    expect(opened).toEqual([[expect.stringContaining(folder), 'wx+', 0o600]]);
  });

  it('closes its file, once the reads under way have ended', async () => {
    const closed: number[] = [];
    let file = -1;
    const files: SpoolFiles = {
      ...fs,
      openSync: (...call: Parameters<typeof fs.openSync>) => {
        file = fs.openSync(...call);
        return file;
      },
      closeSync: (descriptor) => {
        closed.push(descriptor);
        fs.closeSync(descriptor);
      },
    };
    const spool = new Spool({ folder, limit: 0 }, files);
    spool.append(pattern(300_000, 5));
    const reading = spool.read();
    const first = reading.next();
    const closing = spool.close();
    expect(closed).toEqual([]);
    expect(
      Buffer.from((await first).value as Uint8Array).equals(pattern(300_000, 5).subarray(0, 2 ** 18)),
    ).toBe(true);
    await closing;
    expect(closed).toEqual([file]);
    await expect(reading.next()).rejects.toMatchObject({ code: 'usage' });
  });

  it('removes its file when it is closed, where an open file can not be removed', async () => {
    let refused = 0;
    const files: SpoolFiles = {
      ...fs,
      unlinkSync: (path) => {
        if (refused++ === 0) throw Object.assign(new Error('busy'), { code: 'EBUSY' });
        fs.unlinkSync(path);
      },
    };
    const spool = new Spool({ folder, limit: 0 }, files);
    spool.append(pattern(10, 0));
    expect(readdirSync(folder)).toHaveLength(1);
    await spool.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says which folder is full, keeps saying it, and can still be closed', async () => {
    let room = 300_000;
    const files: SpoolFiles = {
      ...fs,
      // A disk that takes a part of the last write, as real ones do.
      writeSync: (file: number, bytes: NodeJS.ArrayBufferView | string, ...place: unknown[]) => {
        const [offset, length, position] = place as [number, number, number];
        if (room === 0)
          throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
        const part = Math.min(length, room);
        room -= part;
        return fs.writeSync(file, bytes as Uint8Array, offset, part, position);
      },
    } as SpoolFiles;
    const spool = new Spool({ folder, limit: 1000 }, files);
    const full = expect.objectContaining({
      code: 'output',
      message: expect.stringContaining(folder),
      hint: expect.stringContaining(folder),
      cause: expect.objectContaining({ code: 'ENOSPC' }),
    });
    expect(() => {
      for (let part = 0; part < 100; part++) spool.append(pattern(50_000, part));
    }).toThrow(full);
    expect(() => spool.append(pattern(1, 0))).toThrow(full);
    await expect(bytesOf(spool)).rejects.toEqual(full);
    await spool.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says so when the folder does not exist', () => {
    const spool = new Spool({ folder: join(folder, 'absent'), limit: 0 });
    expect(() => spool.append(pattern(1, 0))).toThrow(
      expect.objectContaining({ code: 'output', hint: expect.stringContaining('absent') }),
    );
  });

  it('never reads a file that was cut short as if it were whole', async () => {
    let path = '';
    const files: SpoolFiles = {
      ...fs,
      openSync: (...call: Parameters<typeof fs.openSync>) => {
        path = String(call[0]);
        return fs.openSync(...call);
      },
      unlinkSync: () => {},
    };
    const spool = new Spool({ folder, limit: 0 }, files);
    spool.append(pattern(300_000, 1));
    fs.truncateSync(path, 1000);
    await expect(bytesOf(spool)).rejects.toMatchObject({ code: 'output' });
  });
});
