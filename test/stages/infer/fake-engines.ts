import type {
  AnswerRequest,
  ContextDocument,
  ExtractiveEngine,
  GenerativeEngine,
  NotesRequest,
} from '../../../src/models/engines/engine.ts';
import { EngineError, type EngineFailure } from '../../../src/models/engines/engine-error.ts';
import { createSourceMap } from '../../../src/models/engines/source-map.ts';

export const counter = { name: 'quarter', count: (text: string) => Math.ceil(text.length / 4) };

export function textOf(context: readonly ContextDocument[]): string {
  return context.map(({ text }) => text).join('\n');
}

export interface WriterOptions {
  /** Tokens that it reads at once, whatever it says. */
  readonly realLimit?: number;
  readonly saysLimit?: boolean;
  /** What it writes for an answer. @default the code words */
  readonly writes?: (words: string) => string;
  /** What goes wrong with a request, by its ordinal, one failure each time that it is made. */
  readonly failures?: Readonly<Record<number, EngineFailure[]>>;
}

/** Writes down the code words, such as WREN-12, that it reads; refuses more than its real limit. */
export function codeWordWriter(
  contextLimit: number,
  {
    realLimit = contextLimit,
    saysLimit = true,
    writes = (words) => words,
    failures = {},
  }: WriterOptions = {},
): GenerativeEngine & { readonly requests: readonly (AnswerRequest | NotesRequest)[] } {
  const requests: (AnswerRequest | NotesRequest)[] = [];
  return {
    type: 'generative',
    name: 'writer',
    contextLimit,
    counter,
    overhead: () => 50,
    requests,
    async answer(request, { signal, onText } = {}) {
      signal?.throwIfAborted();
      const text = textOf(request.context);
      if (counter.count(text) + 50 > realLimit) {
        throw new EngineError('context-too-long', 'too long', saysLimit ? { contextLimit: realLimit } : {});
      }
      const failure = failures[requests.length]?.shift();
      if (failure !== undefined) throw new EngineError(failure, 'not this time', { partial: '' });
      requests.push(request);
      const words = [...new Set(text.match(/[A-Z]+-\d+/g))];
      const written = request.type === 'answer' ? writes(words.join(' ')) : words.join(' ');
      onText?.(written);
      return {
        answers: words.length === 0 ? [] : [{ type: 'generated', text: written, truncated: false }],
        usage: { inputTokens: counter.count(text), outputTokens: words.length },
        windows: { read: 1, total: 1 },
      };
    },
    close: async () => {},
  };
}

/** Cuts out the code words, with the number in them as score. */
export function codeWordReader(contextLimit: number, confidence = 0.5): ExtractiveEngine {
  return {
    type: 'extractive',
    name: 'cutter',
    contextLimit,
    counter,
    async answer({ context }) {
      const answers = context.flatMap((document) =>
        [...document.text.matchAll(/[A-Z]+-(\d+)/g)].map((match) => ({
          type: 'extract' as const,
          text: match[0],
          score: Number(match[1]),
          confidence,
          document: document.id,
          source: createSourceMap(document).sourceOf(match.index, match.index + match[0].length),
        })),
      );
      return { answers, windows: { read: 1, total: 1 } };
    },
    close: async () => {},
  };
}
