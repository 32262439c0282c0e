import { abortedError } from '../../../pipeline/abort.ts';
import type { LlamaSequence } from './library.ts';
import type { MemoryGuard } from './memory-guard.ts';

/** How a reading is stopped and watched. */
export interface ReadingOptions {
  readonly signal: AbortSignal | undefined;
  readonly guard: MemoryGuard;
  /** Receives how many tokens the sequence holds. */
  readonly onTokens: (tokens: number) => void;
}

/** Which part of the tokens before a position a model needs to go on from there. */
export interface LocalView {
  /** Tokens in a chunk: some layers see from the last multiple on. */
  readonly chunk: number | undefined;
  /** Tokens in a sliding window: some layers see no more than these. */
  readonly window: number | undefined;
}

/**
 * A sequence that keeps what it has read from one question to the next.
 *
 * Tokens are read in slices that begin at multiples of their size, also where a part of them was kept: a model's
 * arithmetic depends on how tokens are divided, so this way the same text gives the same answer, whatever came before.
 */
export class KeptSequence {
  readonly #sequence: LlamaSequence;
  readonly #slice: number;
  readonly #view: LocalView;
  /** Where the context ends that was read last: a slice ends there as well. */
  #border = 0;

  constructor(sequence: LlamaSequence, slice: number, view: LocalView) {
    this.#sequence = sequence;
    this.#slice = slice;
    this.#view = view;
  }

  /** How many tokens of a context need not be read again. */
  usable(context: readonly number[]): number {
    const common = commonLength(this.#sequence.contextTokens, context);
    const isWhole = common === context.length && common === this.#border;
    const kept = isWhole ? common : common - (common % this.#slice);
    const start = this.#sequence.stateCellsStartIndex;
    return start <= this.#neededFrom(kept) && start < kept ? kept : 0;
  }

  /** Holds the context afterwards, and nothing else; reads what of it is not {@link usable}. */
  async readContext(context: readonly number[], options: ReadingOptions): Promise<void> {
    const kept = this.usable(context);
    const length = this.#sequence.nextTokenIndex;
    if (kept === 0 && length > 0) await this.#sequence.clearHistory();
    else if (kept < length) await this.#sequence.eraseContextTokenRanges([{ start: kept, end: length }]);
    await this.read(context.slice(kept), options);
    this.#border = context.length;
  }

  /** Reads tokens behind those that are here. The signal is looked at between slices: one cannot be interrupted. */
  async read(tokens: readonly number[], { signal, guard, onTokens }: ReadingOptions): Promise<void> {
    for (let done = 0; done < tokens.length; ) {
      if (signal?.aborted) throw abortedError(signal);
      await guard();
      const size = this.#slice - (this.#sequence.nextTokenIndex % this.#slice);
      const slice = tokens.slice(done, done + size);
      await this.#sequence.evaluateWithoutGeneratingNewTokens(slice);
      done += slice.length;
      onTokens(this.#sequence.nextTokenIndex);
    }
    if (signal?.aborted) throw abortedError(signal);
  }

  save(path: string): Promise<unknown> {
    return this.#sequence.saveStateToFile(path);
  }

  /** Takes up a context that was saved; false if the file holds another one, or none. */
  async load(path: string, context: readonly number[]): Promise<boolean> {
    // Before, since a file that is refused leaves what was here, of which nothing knows any more.
    await this.#sequence.clearHistory();
    try {
      await this.#sequence.loadStateFromFile(path, { acceptRisk: true });
    } catch {
      return false;
    }
    this.#border = this.#sequence.nextTokenIndex;
    return this.#border === context.length && this.usable(context) === context.length;
  }

  #neededFrom(position: number): number {
    const { chunk, window } = this.#view;
    if (chunk !== undefined) return position - (position % chunk);
    return window === undefined ? position : Math.max(0, position - window);
  }
}

function commonLength(a: readonly number[], b: readonly number[]): number {
  const end = Math.min(a.length, b.length);
  for (let index = 0; index < end; index++) if (a[index] !== b[index]) return index;
  return end;
}
