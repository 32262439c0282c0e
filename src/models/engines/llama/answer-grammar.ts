import { PithError } from '../../../pipeline/errors.ts';
import type { LlamaLibrary } from './library.ts';
import type { LoadedModel } from './load-model.ts';

/** The form that an answer must have. */
export type AnswerGrammar =
  /** JSON that fits a schema: the parts of JSON Schema that node-llama-cpp knows. */
  | { readonly type: 'json-schema'; readonly schema: object }
  /** A grammar in llama.cpp's GBNF, whose first rule is `root`. */
  | { readonly type: 'gbnf'; readonly grammar: string };

/** A grammar, ready for use. */
export interface PreparedGrammar {
  /** What follows an answer that is whole. */
  readonly stops: readonly string[];
  /** Follows one answer. */
  state(): object;
}

/** @throws PithError `usage` if the grammar cannot be used. */
export async function prepareGrammar(
  library: LlamaLibrary,
  { llama, model }: LoadedModel,
  grammar: AnswerGrammar,
): Promise<PreparedGrammar> {
  const isSchema = grammar.type === 'json-schema';
  try {
    const prepared = isSchema
      ? await llama.createGrammarForJsonSchema(grammar.schema as never)
      : await llama.createGrammar({ grammar: grammar.grammar });
    return {
      stops: isSchema ? ['\n\n\n\n'] : [],
      state: () =>
        new library.LlamaGrammarEvaluationState({ model: model as never, grammar: prepared as never }),
    };
  } catch (cause) {
    throw new PithError(
      'usage',
      `the ${isSchema ? 'JSON schema' : 'grammar'} cannot be used: ${messageOf(cause)}`,
      {
        hint: 'a grammar is written in GBNF, and begins with root ::=',
        cause,
      },
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
