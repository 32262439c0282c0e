import {
  breakAround,
  endsDrawing,
  headingLevel,
  isHidden,
  isList,
  isPreformatted,
  needsLines,
} from './elements.ts';
import { type Piece, TextFlow } from './flow.ts';
import { HtmlTokens } from './html-tokens.ts';
import { TableRow } from './table-row.ts';

const FENCE = '```';

/** Preformatted text that is open: its tag, and whether any of it was written. */
interface Preformatted {
  readonly from: number;
  readonly to: number;
  isWritten: boolean;
  /** What came before: nothing, half a line break, or text. */
  before: '' | '\r' | 'text';
}

/**
 * The text of an HTML page, as browsers show it, in the form of markdown: headings, list items, rows of tables and
 * preformatted text have their marks, which stand for the tags. HTML is pushed in chunks of any size; memory does not grow
 * with it, whatever is nested or never closed in it.
 */
export class HtmlText {
  readonly #flow = new TextFlow();
  readonly #tokens = new HtmlTokens({
    text: (text, from, to) => this.#text(text, from, to),
    entity: (text, from, to) => this.#entity(text, from, to),
    open: (name, from, to) => this.#open(name, from, to),
    close: (name, from, to) => this.#close(name, from, to),
  });
  #row: TableRow | undefined;
  /** The element that is passed over, and how many of its name are open in it. */
  #hidden: { readonly name: string; depth: number } | undefined;
  #isInHeading = false;
  /** How many lists are open. */
  #lists = 0;
  #preformatted: Preformatted | undefined;

  push(html: string): readonly Piece[] {
    this.#tokens.push(html);
    return this.#flow.take();
  }

  end(): readonly Piece[] {
    const end = this.#tokens.end();
    this.#endRow(end, end);
    return this.#flow.take();
  }

  #text(text: string, from: number, to: number): void {
    if (this.#hidden !== undefined) return;
    if (this.#preformatted !== undefined) this.#writePreformatted(text, from, to);
    else (this.#row ?? this.#flow).text(text, from);
    this.#checkRow();
  }

  #entity(text: string, from: number, to: number): void {
    if (this.#hidden !== undefined) return;
    if (this.#preformatted !== undefined) this.#writePreformatted(text, from, to);
    else (this.#row ?? this.#flow).instead(text, from, to);
    this.#checkRow();
  }

  #writePreformatted(text: string, from: number, to: number): void {
    const state = this.#preformatted;
    if (state === undefined) return;
    const start = firstBreak(text, state);
    if (start === text.length) return;
    if (!state.isWritten) this.#flow.mark(`${FENCE}\n`, state.from, state.to);
    state.isWritten = true;
    const isVerbatim = to - from === text.length;
    this.#flow.preformatted(text.slice(start), isVerbatim ? from + start : from, to);
  }

  #open(name: string, from: number, to: number): void {
    if (this.#isPassedOver(name)) return;
    if (isHidden(name)) {
      this.#hidden = { name, depth: 1 };
      return;
    }
    if (this.#row !== undefined && needsLines(name)) this.#spillRow();
    switch (name) {
      case 'br':
        this.#br(from, to);
        return;
      case 'tr':
        this.#endRow(from, from);
        if (this.#preformatted === undefined) this.#row = new TableRow(from, to);
        return;
      case 'td':
      case 'th':
        if (this.#row === undefined) this.#flow.break(1, from, to);
        else this.#row.cell(from, to);
        return;
    }
    this.#border(name, from, to);
    if (this.#preformatted !== undefined) return;
    if (isList(name)) this.#lists += 1;
    if (name === 'li') this.#flow.lineMark('item', '- ', from, to);
    const level = headingLevel(name);
    if (level > 0) {
      this.#flow.lineMark('heading', `${'#'.repeat(level)} `, from, to);
      this.#isInHeading = true;
    }
    if (isPreformatted(name)) this.#openPreformatted(from, to);
  }

  #close(name: string, from: number, to: number): void {
    if (this.#hidden !== undefined) {
      if (name === this.#hidden.name) this.#hidden.depth -= 1;
      if (this.#hidden.depth === 0 || name === 'body') this.#hidden = undefined;
      return;
    }
    if (name === 'br') this.#br(from, to);
    if (name === 'tr' || name === 'table') this.#endRow(from, to);
    if (isPreformatted(name)) this.#endPreformatted(from, to);
    if (isList(name)) this.#lists = Math.max(0, this.#lists - 1);
    if (name === 'td' || name === 'th') this.#row?.break(from, to);
    else this.#border(name, from, to);
    if (name === 'li') this.#flow.lineMark('item', undefined, from, to);
    if (headingLevel(name) > 0) {
      this.#flow.lineMark('heading', undefined, from, to);
      this.#isInHeading = false;
    }
  }

  #border(name: string, from: number, to: number): void {
    // A list in a list goes on with it.
    const strength = this.#lists > 0 && isList(name) ? 1 : breakAround(name);
    if (strength === 0) return;
    this.#isInHeading = false;
    if (this.#row === undefined) this.#flow.break(strength, from, to);
    else this.#row.break(from, to);
  }

  #br(from: number, to: number): void {
    if (this.#preformatted !== undefined) this.#writePreformatted('\n', from, to);
    else if (this.#row !== undefined) this.#row.break(from, to);
    else if (this.#isInHeading) this.#flow.space(from, to);
    else this.#flow.br(from, to);
  }

  /** Whether the tag stands in an element that is not shown. */
  #isPassedOver(name: string): boolean {
    const hidden = this.#hidden;
    if (hidden === undefined) return false;
    if (name === hidden.name) hidden.depth += 1;
    if (hidden.name !== 'svg' || !endsDrawing(name)) return true;
    this.#hidden = undefined;
    return false;
  }

  /** A fence must stand at the beginning of its line. */
  #openPreformatted(from: number, to: number): void {
    this.#preformatted = { from, to, isWritten: false, before: '' };
    this.#flow.lineMark('item', undefined, from, to);
    this.#flow.lineMark('heading', undefined, from, to);
  }

  #endPreformatted(from: number, to: number): void {
    const isWritten = this.#preformatted?.isWritten === true;
    this.#preformatted = undefined;
    if (isWritten) this.#flow.mark(this.#flow.atLineStart ? FENCE : `\n${FENCE}`, from, to);
  }

  #endRow(from: number, to: number): void {
    this.#row?.writeLine(this.#flow, from, to);
    this.#row = undefined;
  }

  #spillRow(): void {
    this.#row?.writeLines(this.#flow);
    this.#row = undefined;
  }

  #checkRow(): void {
    if (this.#row?.isTooLong === true) this.#spillRow();
  }
}

/** How much of the first line break stands at the beginning of a text: right behind the tag it is no part of it. */
function firstBreak(text: string, state: Preformatted): number {
  const pattern = state.before === '' ? /^\r?\n?/ : state.before === '\r' ? /^\n?/ : /^/;
  const found = pattern.exec(text)?.[0] ?? '';
  state.before = found === '\r' && found === text ? '\r' : 'text';
  return found.length;
}
