import { closingQuote, skipSpace, UNFINISHED } from './scan.ts';

const QUOTE = 0x22;

/** Where white space stands. */
interface SpaceRange {
  readonly from: number;
  readonly to: number;
  /** Whether a line must end there. @default false */
  readonly endsLine?: boolean;
}

/** Finds the white space of JSON that stands outside of strings. */
export class JsonPadding {
  readonly #runs: number[] = [];

  /** From `from` to `to` there is white space alone. If it `endsLine`, a line break stays, or else all of it: it keeps two values apart. */
  addSpace(text: string, { from, to, endsLine = false }: SpaceRange): void {
    const line = text.indexOf('\n', from);
    const isBroken = line >= 0 && line < to;
    if (!endsLine) this.#add(from, to);
    else if (isBroken) {
      this.#add(from, line);
      this.#add(line + 1, to);
    }
  }

  /** From `from` to `to` there are whole tokens; a string that goes on may begin or end there. */
  addValue(text: string, from: number, to: number): void {
    for (let at = from; at < to; at += 1) {
      if (text.charCodeAt(at) === QUOTE) {
        const quote = closingQuote(text, at + 1, to);
        if (quote === UNFINISHED) return;
        at = quote;
        continue;
      }
      const next = skipSpace(text, at, to);
      this.#add(at, next);
      at = Math.max(at, next - 1);
    }
  }

  /** What was found since the last time, from `start` on. */
  finish(start: number): Uint32Array | undefined {
    const found = this.#runs.length === 0 ? undefined : Uint32Array.from(this.#runs, (at) => at - start);
    this.#runs.length = 0;
    return found;
  }

  #add(from: number, to: number): void {
    if (to > from) this.#runs.push(from, to);
  }
}
