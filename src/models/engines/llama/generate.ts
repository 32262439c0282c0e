import { abortedError } from '../../../pipeline/abort.ts';
import type { LlamaModel, LlamaSequence } from './library.ts';
import { StoppedText } from './stopped-text.ts';

export interface GenerateOptions {
  /** The last tokens of the prompt, which are not read yet. */
  readonly last: readonly number[];
  /** Tokens that may be written. */
  readonly maxTokens: number;
  /** 0 always takes the most likely token. */
  readonly temperature: number;
  readonly seed: number;
  readonly grammar: object | undefined;
  /** Texts that end the answer, and are no part of it. */
  readonly stops: readonly string[];
  readonly signal: AbortSignal | undefined;
  readonly onText: (text: string) => void;
}

export interface Generated {
  readonly text: string;
  readonly tokens: number;
  /** True if the model had not ended when `maxTokens` were written. */
  readonly truncated: boolean;
}

/** Lets a model go on from what its sequence holds, until it ends, meets a stop, or runs out of tokens. */
export async function generate(
  model: LlamaModel,
  sequence: LlamaSequence,
  options: GenerateOptions,
): Promise<Generated> {
  const { last, maxTokens, temperature, seed, grammar, stops, signal, onText } = options;
  const text = new StoppedText(stops, onText);
  const characters = new TokenText(model, last);
  let tokens = 0;
  let truncated = false;
  const grammarOption = grammar === undefined ? {} : { grammarEvaluationState: grammar as never };
  for await (const token of sequence.evaluate([...last], { temperature, seed, ...grammarOption })) {
    if (signal?.aborted) throw abortedError(signal);
    tokens += 1;
    text.add(characters.add(token));
    truncated = tokens >= maxTokens;
    if (text.isStopped || truncated) break;
  }
  text.add(characters.rest());
  return { text: text.end(), tokens, truncated: truncated && !text.isStopped };
}

/** Tokens as text; a character may be spelled by several of them. */
class TokenText {
  readonly #model: LlamaModel;
  #before: readonly number[];
  #held: number[] = [];

  constructor(model: LlamaModel, before: readonly number[]) {
    this.#model = model;
    this.#before = before;
  }

  add(token: number): string {
    this.#held.push(token);
    const text = this.#text();
    return text.endsWith('\ufffd') && this.#held.length < MOST_BYTES ? '' : this.#release(text);
  }

  rest(): string {
    return this.#release(this.#text());
  }

  #text(): string {
    return this.#model.detokenize(this.#held, false, this.#before);
  }

  #release(text: string): string {
    this.#before = [...this.#before, ...this.#held].slice(-MOST_BYTES);
    this.#held = [];
    return text;
  }
}

/** Of a character in UTF-8. */
const MOST_BYTES = 4;
