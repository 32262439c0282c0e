import type { AnswerRequest, ContextDocument, NotesRequest } from '../engine.ts';
import { documentFrame, promptTail, systemPrompt } from '../prompts.ts';
import type { ChatItem, LlamaLibrary, LlamaModel } from './library.ts';

/** A prompt in tokens. */
export interface PromptTokens {
  /** Up to the end of the documents: the same for every question. */
  readonly context: readonly number[];
  /** From there on. */
  readonly question: readonly number[];
}

/**
 * Makes prompts in the tokens of a model: by its chat template, if it has one. The text of documents and questions never
 * becomes a special token, whatever stands in it.
 */
export class PromptTokenizer {
  /** Where an answer ends although the model goes on. */
  readonly stops: readonly string[];
  readonly #model: LlamaModel;
  readonly #before: readonly number[];
  readonly #after: readonly number[];

  constructor(library: LlamaLibrary, model: LlamaModel) {
    this.#model = model;
    const framed = byTemplate(library, model);
    // A model without a template completes texts: the next question is not ours.
    this.stops = framed === undefined ? ['\n\n', '\nQuestion:'] : [];
    const { before, after } = framed ?? plainFrame(model);
    this.#before = before;
    this.#after = after;
  }

  tokens(request: AnswerRequest | NotesRequest): PromptTokens {
    return {
      context: [...this.#before, ...request.context.flatMap((document) => this.#document(document))],
      question: this.#question(request),
    };
  }

  /** What stands around the documents, where one question is asked: before them, and behind, at the most. */
  around(question: string): { readonly before: number; readonly behind: number } {
    const kinds = ['answer', 'notes'] as const;
    const lengths = kinds.map((type) => this.#question({ type, question }).length);
    return { before: this.#before.length, behind: Math.max(...lengths) };
  }

  /** Never fewer, and the same, however the context is divided into documents. */
  #document({ id, text }: ContextDocument): readonly number[] {
    const [opening, closing] = documentFrame(id);
    return [opening, text, closing].flatMap((part) => this.#model.tokenize(part));
  }

  #question(request: Pick<AnswerRequest | NotesRequest, 'type' | 'question'>): readonly number[] {
    return [...this.#model.tokenize(promptTail(request)), ...this.#after];
  }
}

interface Frame {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Stands for what the user says while the template is filled in. */
const PLACE = 'THE-DOCUMENTS';

function byTemplate(library: LlamaLibrary, model: LlamaModel): Frame | undefined {
  const template = model.fileInfo.metadata.tokenizer?.chat_template;
  if (template === undefined) return undefined;
  const values = filledIn(library, model, template) ?? [];
  const at = values.findIndex((value) => typeof value === 'string' && value.includes(PLACE));
  if (at < 0) return undefined;
  const [head = '', tail = ''] = String(values[at]).split(PLACE);
  const tokenize = (...parts: unknown[]) =>
    library.LlamaText(parts as never).tokenize((text, special) => model.tokenize(text, special));
  return {
    before: tokenize(...values.slice(0, at), head),
    after: tokenize(tail, ...values.slice(at + 1)),
  };
}

function filledIn(
  library: LlamaLibrary,
  model: LlamaModel,
  template: string,
): readonly unknown[] | undefined {
  const chatHistory: readonly ChatItem[] = [
    { type: 'system', text: systemPrompt },
    { type: 'user', text: PLACE },
    { type: 'model', response: [] },
  ];
  try {
    const wrapper = new library.JinjaTemplateChatWrapper({ template, reasoning: false });
    return wrapper.generateContextState({ chatHistory }).contextText.values;
  } catch {
    // Finds out which known template it resembles. Not done at first, since it takes seconds.
    const wrapper = library.resolveChatWrapper(model as never, { warningLogs: false });
    return wrapper?.generateContextState({ chatHistory }).contextText.values;
  }
}

function plainFrame(model: LlamaModel): Frame {
  const { bos, shouldPrependBosToken } = model.tokens;
  return {
    before: [
      ...(shouldPrependBosToken && bos !== null ? [bos] : []),
      ...model.tokenize(`${systemPrompt}\n\n`),
    ],
    after: model.tokenize('\nAnswer:'),
  };
}
