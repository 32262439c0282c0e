import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';

/** What stands in a page, piece by piece; places count characters of it. */
export interface HtmlEvents {
  text(text: string, from: number, to: number): void;
  /** The character that an entity stands for; two of them may have the same place. */
  entity(text: string, from: number, to: number): void;
  /** The name is in lower case; empty where it is too long for any element. */
  open(name: string, from: number, to: number): void;
  close(name: string, from: number, to: number): void;
}

const LONGEST_NAME = 24;
/** Between tags. */
const NO_TAG = { name: '', from: 0 };

/** Divides HTML that is pushed in chunks of any size, in memory of a chunk and the longest tag. */
export class HtmlTokens {
  readonly #events: HtmlEvents;
  readonly #tokenizer: Tokenizer;
  /** What may still be asked for, `#text[0]` at `#base`; up to `#seen` all was. */
  #text = '';
  #base = 0;
  #seen = 0;
  /** The last tag that was opened. */
  #tag = NO_TAG;

  constructor(events: HtmlEvents) {
    this.#events = events;
    this.#tokenizer = new Tokenizer({}, this.#callbacks());
  }

  push(html: string): void {
    const done = this.#isInComment() ? this.#text.length : this.#seen - this.#base;
    this.#text = this.#text.slice(done) + html;
    this.#base += done;
    this.#tokenizer.write(html);
  }

  /** Returns the length of the page. */
  end(): number {
    this.#tokenizer.end();
    return this.#base + this.#text.length;
  }

  #callbacks(): TokenizerCallbacks {
    const see = (_: number, end: number) => {
      this.#seen = end;
    };
    const onopentagend = (end: number) => {
      this.#seen = end + 1;
      this.#events.open(this.#tag.name, this.#tag.from, end + 1);
    };
    return {
      ontext: (start, end) => {
        // At the end of a page that is cut inside a tag, the tokenizer may not know where text began.
        if (start >= this.#seen) this.#events.text(this.#slice(start, end), start, end);
        this.#seen = end;
      },
      ontextentity: (codePoint, end) => {
        const from = this.#base + this.#text.lastIndexOf('&', end - 1 - this.#base);
        this.#events.entity(String.fromCodePoint(codePoint), from, end);
        this.#seen = end;
      },
      onopentagname: (start, end) => {
        this.#tag = { name: this.#nameAt(start, end), from: start - 1 };
        this.#seen = end;
      },
      onopentagend,
      onselfclosingtag: (end) => {
        // In HTML this closes nothing, but in drawings.
        onopentagend(end);
        if (this.#tag.name === 'svg') this.#events.close('svg', end + 1, end + 1);
      },
      onclosetag: (start, end) => {
        this.#events.close(this.#nameAt(start, end), start - 2, end + 1);
        this.#tag = NO_TAG;
        this.#seen = end;
      },
      onattribdata: see,
      onattribname: see,
      oncomment: see,
      ondeclaration: see,
      oncdata: see,
      onprocessinginstruction: see,
      onattribentity() {},
      onattribend() {},
      onend() {},
    };
  }

  /** Whether the tokenizer is in a comment, which may be longer than memory. */
  #isInComment(): boolean {
    if (this.#seen < this.#base) return true;
    const at = this.#seen - this.#base;
    return !textOnly.has(this.#tag.name) && /^<[!?]/.test(this.#text.slice(at, at + 2));
  }

  #slice(start: number, end: number): string {
    return this.#text.slice(start - this.#base, end - this.#base);
  }

  #nameAt(start: number, end: number): string {
    return end - start > LONGEST_NAME ? '' : this.#slice(start, end).toLowerCase();
  }
}

/** Elements in which there are no tags, and so no comments. */
const textOnly = new Set('title textarea script style xmp iframe noembed noframes plaintext'.split(' '));
