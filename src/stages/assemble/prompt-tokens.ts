import { StreamingCounter } from '../../models/tokens/streaming-counter.ts';
import type { TokenCounter } from '../../models/tokens/token-counter.ts';
import { DOCUMENT_SEPARATOR } from './document-tokens.ts';

/** The text that an output will stand in when a model reads it. */
export interface Prompt {
  readonly before: string;
  readonly after: string;
  /**
   * What stands before and after each document of which something is left, by its ordinal. Without it, documents are joined
   * as in the output.
   */
  readonly around?: ((ordinal: number) => readonly [opening: string, closing: string]) | undefined;
}

/** Counts the whole prompt that an output stands in, since tokens may merge or part where the text meets the template. */
export class PromptTokens {
  readonly #counter: TokenCounter;
  readonly #prompt: Prompt;
  readonly #whole: StreamingCounter;
  /** Tokens of the parts, each by itself. */
  #parts: number;
  #ordinal = -1;
  #isEmpty = true;
  #endsLine = true;

  constructor(counter: TokenCounter, prompt: Prompt) {
    this.#counter = counter;
    this.#prompt = prompt;
    this.#whole = new StreamingCounter(counter);
    this.#whole.push(prompt.before);
    this.#parts = emptyPromptTokens(counter, prompt);
  }

  /** Takes the next piece of a document. */
  push(text: string, ordinal: number): void {
    if (text === '') return;
    if (this.#isEmpty) this.#open(ordinal);
    this.#isEmpty = false;
    this.#whole.push(text);
    this.#endsLine = text.endsWith('\n');
  }

  /** Ends a document, which costs `tokens` by itself. */
  endDocument(tokens: number): void {
    this.#parts += tokens;
    const [opening, closing] = this.#isEmpty ? [] : (this.#prompt.around?.(this.#ordinal) ?? []);
    if (opening !== undefined && closing !== undefined) {
      this.#whole.push(closing);
      this.#parts += this.#counter.count(opening) + this.#counter.count(closing);
    }
    this.#isEmpty = true;
  }

  /** Tokens of the whole prompt, or of its parts added up, whichever is more: programs count in both ways. */
  end(): number {
    this.#whole.push(this.#prompt.after);
    return Math.max(this.#parts, this.#whole.total());
  }

  #open(ordinal: number): void {
    this.#ordinal = ordinal;
    const opening = this.#prompt.around?.(ordinal)[0];
    if (opening !== undefined) this.#whole.push(opening);
    else if (!this.#endsLine) this.#whole.push(DOCUMENT_SEPARATOR);
  }
}

/** What a prompt costs before there is anything in it. */
export function emptyPromptTokens(counter: TokenCounter, { before, after }: Prompt): number {
  return counter.count(before + after);
}
