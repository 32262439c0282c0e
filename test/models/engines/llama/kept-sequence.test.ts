import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeptSequence } from '../../../../src/models/engines/llama/kept-sequence.ts';
import type { LlamaSequence } from '../../../../src/models/engines/llama/library.ts';

const slice = 4;
const chunk = 16;
/** Cells of the local layers: a chunk and a slice. */
const capacity = chunk + slice;

/** A sequence with a small local cache, in which the oldest tokens give way; fails if a token misses some of its chunk. */
class ChunkedSequence {
  tokens: number[] = [];
  cells = new Set<number>();
  /** Where each evaluation began. */
  starts: number[] = [];
  /** How what is here was divided: where an evaluation began and ended. */
  slices: (readonly [start: number, end: number])[] = [];

  get nextTokenIndex() {
    return this.tokens.length;
  }

  get contextTokens() {
    return this.tokens;
  }

  get stateCellsStartIndex() {
    return this.cells.size === 0 ? -1 : Math.min(...this.cells);
  }

  async clearHistory() {
    this.tokens = [];
    this.slices = [];
    this.cells.clear();
  }

  async eraseContextTokenRanges([range]: { start: number; end: number }[]) {
    const { start = 0, end } = range ?? {};
    if (start <= this.stateCellsStartIndex) throw new Error('everything is read again in one go');
    expect(end).toBe(this.tokens.length);
    this.tokens.length = start;
    this.slices = this.slices.filter(([begun]) => begun < start);
    for (const cell of this.cells) if (cell >= start) this.cells.delete(cell);
  }

  async evaluateWithoutGeneratingNewTokens(tokens: number[]) {
    this.starts.push(this.tokens.length);
    this.slices.push([this.tokens.length, this.tokens.length + tokens.length]);
    for (const token of tokens) {
      const position = this.tokens.length;
      for (let seen = position - (position % chunk); seen < position; seen++)
        if (!this.cells.has(seen)) throw new Error(`token ${position} misses ${seen}`);
      this.tokens.push(token);
      this.cells.add(position);
      if (this.cells.size > capacity) this.cells.delete(Math.min(...this.cells));
    }
  }
}

function keptSequence() {
  const sequence = new ChunkedSequence();
  const kept = new KeptSequence(sequence as unknown as LlamaSequence, slice, { chunk, window: undefined });
  return { sequence, kept };
}

const reading = { signal: undefined, guard: async () => {}, onTokens: () => {} };
const upTo = (length: number) => Array.from({ length }, (_, index) => index);

describe('KeptSequence', () => {
  it('keeps a context between questions', async () => {
    const { sequence, kept } = keptSequence();
    await kept.readContext(upTo(26), reading);
    await kept.read([100, 101], reading);
    sequence.starts = [];
    await kept.readContext(upTo(26), reading);
    expect([sequence.starts, sequence.tokens]).toEqual([[], upTo(26)]);
  });

  it('keeps whole slices of a context that goes on in another way', async () => {
    const { sequence, kept } = keptSequence();
    await kept.readContext(upTo(26), reading);
    sequence.starts = [];
    await kept.readContext([...upTo(23), 100], reading);
    expect([sequence.starts, sequence.tokens]).toEqual([[20], [...upTo(23), 100]]);
  });

  it('reads all of it again where a question has pushed its chunk out of the cache', async () => {
    const { sequence, kept } = keptSequence();
    await kept.readContext(upTo(30), reading);
    await kept.read(upTo(16), reading);
    sequence.starts = [];
    await kept.readContext(upTo(30), reading);
    expect(sequence.starts[0]).toBe(0);
  });

  it('always ends with the context, and never reads a token without its chunk', async () => {
    const step = fc.record({
      common: fc.nat(70),
      own: fc.nat(20),
      question: fc.integer({ min: 1, max: 30 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const { sequence, kept } = keptSequence();
        for (const [index, { common, own, question }] of steps.entries()) {
          const context = [...upTo(common), ...upTo(own).map((token) => 1000 * (index % 3) + token)];
          await kept.readContext(context, reading);
          expect(sequence.tokens).toEqual(context);
          await kept.read(upTo(question), reading);
        }
      }),
    );
  });

  it('divides a context in the same way, whatever was kept of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(60), fc.nat(60), fc.nat(10), async (first, common, own) => {
        const context = [...upTo(common), ...upTo(own).map((token) => token + 1000)];
        const fresh = keptSequence();
        await fresh.kept.readContext(context, reading);
        const used = keptSequence();
        await used.kept.readContext(upTo(first), reading);
        await used.kept.readContext(context, reading);
        expect(used.sequence.slices).toEqual(fresh.sequence.slices);
      }),
    );
  });
});
