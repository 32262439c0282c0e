import type { TextFlow } from './flow.ts';

interface Words {
  /** `instead`: they stand for other characters. */
  readonly type: 'text' | 'instead';
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

interface Border {
  readonly type: 'cell' | 'break';
  readonly from: number;
  readonly to: number;
}

/** A longer row is none that anybody reads as one line. */
const MAX_LENGTH = 4000;
const MAX_PARTS = 1000;

/** A row of a table, held until it is known whether it can be written as one line. */
export class TableRow {
  readonly #parts: (Words | Border)[] = [];
  readonly #from: number;
  readonly #to: number;
  #length = 0;
  #cells = 0;

  /** Where its tag stands. */
  constructor(from: number, to: number) {
    this.#from = from;
    this.#to = to;
  }

  get isTooLong(): boolean {
    return this.#length > MAX_LENGTH || this.#parts.length > MAX_PARTS;
  }

  text(text: string, from: number): void {
    this.#length += text.length;
    this.#parts.push({ type: 'text', text, from, to: from + text.length });
  }

  instead(text: string, from: number, to: number): void {
    this.#length += text.length;
    this.#parts.push({ type: 'instead', text, from, to });
  }

  cell(from: number, to: number): void {
    this.#cells += 1;
    this.#parts.push({ type: 'cell', from, to });
  }

  break(from: number, to: number): void {
    this.#parts.push({ type: 'break', from, to });
  }

  /** As `| one | two |`, if it has several cells and any text. */
  writeLine(flow: TextFlow, from: number, to: number): void {
    if (this.#cells < 2) {
      this.writeLines(flow);
      return;
    }
    if (!this.#parts.some((part) => 'text' in part && /[^\s]/.test(part.text))) return;
    flow.break(1, this.#from, this.#to);
    let isFirst = true;
    for (const part of this.#parts) {
      if (part.type === 'text' || part.type === 'instead') this.#write(part, flow);
      else if (part.type === 'cell') {
        flow.mark(isFirst ? '| ' : ' | ', part.from, part.to);
        isFirst = false;
      } else flow.space(part.from, part.to);
    }
    flow.mark(' |', from, to);
    flow.break(1, from, to);
  }

  /** Each cell on lines of its own. */
  writeLines(flow: TextFlow): void {
    flow.break(1, this.#from, this.#to);
    for (const part of this.#parts) {
      if (part.type === 'text' || part.type === 'instead') this.#write(part, flow);
      else flow.break(1, part.from, part.to);
    }
  }

  #write(part: Words, flow: TextFlow): void {
    if (part.type === 'text') flow.text(part.text, part.from);
    else flow.instead(part.text, part.from, part.to);
  }
}
