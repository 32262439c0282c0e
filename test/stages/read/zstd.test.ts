import { describe, expect, it } from 'vitest';
import { unzstd } from '../../../src/stages/read/zstd.ts';

/** What the `zstd` program made (`zstd -19 --check`), as no Node 20 can. */
const small = Buffer.from(
  'KLUv/WSvAM0CAFLEDhGQPQaEj0Hp/M91ULp0uL7iDOSoY5JCoxxDTCpikCIGCHpKWs+eX932Hj3rbN3xtg2zeTj1o7341BiuEagQqN3/N9CbAxAc4WfEsA9h/pQ/mY3IJdgpvCBKxg==',
  'base64',
);
const smallText = Array.from(
  { length: 9 },
  (_, at) => `Berth ${at + 1} of the harbour costs ${(at + 1) * 7} pounds a night.\n`,
).join('');

/** Of two blocks, from a pipe, so that it has a window. */
const large = Buffer.from(
  'KLUv/QRoFAIA8kMNEaDtsC+V+1HD+aPWV46r3zMjQLCU6DBHbR96KW7fR9Skey/kdd8jdM2R53tXv6VuhvSR3ycCALT/TMglFZ5QLQEAuEZpc2hpbmcgYm9hdG5vdGF0IGFsbC4KAwA1xfBqyHCk97+ugW8H3gk=',
  'base64',
);
const largeText = `${'It is written that visitors pay 12 pounds a night, and 70 pounds a week.\n'.repeat(2500)}Fishing boats pay nothing at all.\n`;

/** A frame that holds no data. */
const skippable = Buffer.from([0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);

async function unpacked(bytes: Buffer, chunk = bytes.length): Promise<string> {
  const source = (async function* () {
    // As files are read: the same buffer again and again.
    const buffer = new Uint8Array(chunk);
    for (let at = 0; at < bytes.length; at += chunk) {
      const length = bytes.copy(buffer, 0, at, at + chunk);
      yield buffer.subarray(0, length);
    }
  })();
  const parts: Uint8Array[] = [];
  for await (const part of unzstd(source)) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe('unzstd', () => {
  it('gives what was compressed, frame after frame, whatever the chunks', async () => {
    const all = Buffer.concat([small, skippable, large, small]);
    for (const chunk of [1, 7, 64, all.length])
      expect(await unpacked(all, chunk)).toBe(smallText + largeText + smallText);
    expect(await unpacked(Buffer.alloc(0), 1)).toBe('');
  });

  it('never gives anything else where a bit has changed, in silence', async () => {
    let refused = 0;
    for (let bit = 0; bit < small.length * 8; bit += 1) {
      const damaged = Buffer.from(small);
      damaged.writeUInt8(damaged.readUInt8(bit >>> 3) ^ (1 << (bit & 7)), bit >>> 3);
      const text = await unpacked(damaged).catch(() => undefined);
      if (text === undefined) refused += 1;
      else expect(text).toBe(smallText);
    }
    // Some bits say nothing of the content: hints of its size, one that is free.
    expect(refused).toBeGreaterThan(small.length * 7);
  });

  it('refuses what breaks off, is of another kind, or would take too much memory', async () => {
    for (const length of [1, 4, 5, 30, small.length - 1])
      await expect(unpacked(small.subarray(0, length))).rejects.toThrow(/bytes are missing at the end/);
    await expect(unpacked(Buffer.concat([small, Buffer.from('and more')]))).rejects.toThrow(/no zstd data/);
    const greedy = Buffer.from(large);
    greedy.writeUInt8(0xff, 5);
    await expect(unpacked(greedy)).rejects.toThrow(/more than 128 MiB/);
    const withDictionary = Buffer.from(large);
    withDictionary.writeUInt8(5, 4);
    await expect(unpacked(withDictionary)).rejects.toThrow(/dictionary/);
  });
});
