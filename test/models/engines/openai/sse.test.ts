import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EventLine, readEvents } from '../../../../src/models/engines/openai/sse.ts';

async function* chunks(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const ends = [...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
  let from = 0;
  for (const to of ends) {
    yield bytes.subarray(from, to);
    from = to;
  }
}

function isWellFormed(text: string): boolean {
  return Buffer.from(text).toString() === text;
}

async function read(text: string, cuts: readonly number[] = []): Promise<readonly EventLine[]> {
  const events: EventLine[] = [];
  for await (const event of readEvents(chunks(new TextEncoder().encode(text), cuts))) events.push(event);
  return events;
}

describe('readEvents', () => {
  it('reads the same values whatever the line ends and wherever the bytes are split', async () => {
    const value = fc.string({ unit: 'binary' }).filter((text) => !/[\r\n]/.test(text) && isWellFormed(text));
    const lineEnd = fc.constantFrom('\n', '\r', '\r\n');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(value, lineEnd), { maxLength: 6 }),
        fc.array(fc.nat(200), { maxLength: 20 }),
        async (lines, cuts) => {
          const text = lines.map(([line, end]) => `data: ${line}${end}${end}`).join('');
          expect(await read(text, cuts)).toEqual(lines.map(([line]) => ({ type: 'data', value: line })));
        },
      ),
    );
  });

  it('skips comments, other fields and blank lines, and takes a last line without an end', async () => {
    const text = ': ping\n\nevent: message\nid: 7\nretry: 10\ndata:{"a":1}\n\ndatabase: 3\ndata: [DONE]';
    expect(await read(text)).toEqual([
      { type: 'data', value: '{"a":1}' },
      { type: 'data', value: '[DONE]' },
    ]);
  });

  it('reports the error lines of some servers', async () => {
    expect(await read('error: {"code":500}\n\n')).toEqual([{ type: 'error', value: '{"code":500}' }]);
  });
});
