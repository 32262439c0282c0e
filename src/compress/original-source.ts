import { SpanSpool } from '../pipeline/span-spool.ts';
import { charOffset, type Span } from '../pipeline/spans.ts';
import type { Origin } from '../stages/document.ts';

type Gap = readonly [position: number, length: number];

/** What a text says of its characters. */
type Stated = Pick<Origin, 'spans' | 'gaps'>;

/** The source of a text that was cut from a text which was itself cut from a document: spans of that document. */
export class OriginalSource implements AsyncDisposable {
  readonly #spans = new SpanSpool();
  readonly #gaps = new SpanSpool();

  /** Reads the spans of `document`, which are of a text with this origin. */
  static async of(document: Stated, origin: Stated): Promise<OriginalSource> {
    const source = new OriginalSource();
    const inner = new Runs(runs(origin));
    let position = 0;
    const add = ({ start, length }: Run) => {
      if (start === undefined) source.#gaps.add(position, position + length);
      else source.#spans.add(start, start + length);
      position += length;
    };
    for await (const run of runs(document)) {
      if (run.start === undefined) add(run);
      else for await (const part of inner.between(run.start, run.start + run.length)) add(part);
    }
    await inner.close();
    source.#spans.flush();
    source.#gaps.flush();
    return source;
  }

  async *spans(): AsyncGenerator<Span, void, undefined> {
    for await (const [start, end] of this.#spans.read()) yield [charOffset(start), charOffset(end)];
  }

  async *gaps(): AsyncGenerator<Gap, void, undefined> {
    for await (const [start, end] of this.#gaps.read()) yield [start, end - start];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#spans[Symbol.asyncDispose]();
    await this.#gaps[Symbol.asyncDispose]();
  }
}

/** Characters of a text that stand in its source from `start` on, or have none. */
interface Run {
  readonly start: number | undefined;
  readonly length: number;
}

/** The characters of a text in order, as its spans and gaps say of them. */
async function* runs({ spans, gaps: allGaps }: Stated): AsyncGenerator<Run, void, undefined> {
  const gaps = allGaps()[Symbol.asyncIterator]();
  const nextGap = async (): Promise<Gap> => (await gaps.next()).value ?? NO_GAP;
  try {
    let gap = await nextGap();
    let position = 0;
    for await (const [from, end] of spans()) {
      for (let start: number = from; start < end; ) {
        for (; gap[0] === position; gap = await nextGap()) {
          yield { start: undefined, length: gap[1] };
          position += gap[1];
        }
        const length = Math.min(end - start, gap[0] - position);
        yield { start, length };
        start += length;
        position += length;
      }
    }
    for (; gap !== NO_GAP; gap = await nextGap()) yield { start: undefined, length: gap[1] };
  } finally {
    await gaps.return?.();
  }
}

/** Stands behind the last gap. */
const NO_GAP: Gap = [Number.POSITIVE_INFINITY, 0];

/** Walks runs forwards by their places in the text. */
class Runs {
  readonly #source: AsyncGenerator<Run, void, undefined>;
  #run: Run | undefined;
  /** Where the run begins and ends in the text. */
  #begin = 0;
  #end = 0;

  constructor(source: AsyncGenerator<Run, void, undefined>) {
    this.#source = source;
  }

  /** What stands from `start` to `end` of the text; asked for in ascending order. */
  async *between(start: number, end: number): AsyncGenerator<Run, void, undefined> {
    for (let at = start; at < end; ) {
      if (at >= this.#end && !(await this.#advance())) return;
      const length = Math.min(end, this.#end) - at;
      if (length > 0) {
        const from = this.#run?.start;
        yield { start: from === undefined ? undefined : from + at - this.#begin, length };
        at += length;
      }
    }
  }

  async #advance(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done) return false;
    this.#run = next.value;
    this.#begin = this.#end;
    this.#end += next.value.length;
    return true;
  }

  async close(): Promise<void> {
    await this.#source.return();
  }
}
