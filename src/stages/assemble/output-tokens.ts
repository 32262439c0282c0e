import type { TokenCounter } from '../../models/tokens/token-counter.ts';
import { DocumentTokens } from './document-tokens.ts';
import { emptyPromptTokens, type Prompt, PromptTokens } from './prompt-tokens.ts';

/** What must be known of an output to count it. */
export interface OutputForm {
  /** Whether there is one document only. */
  readonly isSingle: boolean;
  /** What it is to stand in, if its budget is for that. @default nothing */
  readonly prompt?: Prompt | undefined;
}

/** Tokens of an output. */
export interface OutputCost {
  /** Of its text: all documents joined, or each by itself, whichever is more. */
  readonly tokens: number;
  /** What is compared with the budget: the same, or what it adds to the tokens of its prompt, whichever is more. */
  readonly cost: number;
}

/** Counts an output document by document, and the prompt around it. */
export class OutputTokens {
  readonly #counter: TokenCounter;
  readonly #prompt: Prompt | undefined;
  readonly #documents: DocumentTokens;
  readonly #whole: PromptTokens | undefined;

  constructor(counter: TokenCounter, { isSingle, prompt }: OutputForm) {
    this.#counter = counter;
    this.#prompt = prompt;
    this.#documents = new DocumentTokens(counter, { isSingle });
    this.#whole = prompt && new PromptTokens(counter, prompt);
  }

  /** Takes the next piece of the document with this ordinal. */
  push(text: string, ordinal: number): void {
    this.#documents.push(text);
    this.#whole?.push(text, ordinal);
  }

  /** Ends a document; returns its own tokens. */
  endDocument(): number {
    const tokens = this.#documents.endDocument();
    this.#whole?.endDocument(tokens);
    return tokens;
  }

  /** Ends the output. */
  end(): OutputCost {
    const tokens = this.#documents.end();
    if (this.#whole === undefined || this.#prompt === undefined) return { tokens, cost: tokens };
    const added = this.#whole.end() - emptyPromptTokens(this.#counter, this.#prompt);
    return { tokens, cost: Math.max(tokens, added) };
  }
}
