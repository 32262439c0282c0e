import { PithError } from '../../../pipeline/errors.ts';
import type { AnswerGrammar } from '../answer-grammar.ts';
import { regexGrammar } from '../regex-grammar.ts';
import type { LlamaLibrary } from './library.ts';
import type { LoadedModel } from './load-model.ts';

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
      : await llama.createGrammar({
          grammar: grammar.type === 'regex' ? regexGrammar(grammar.pattern) : grammar.grammar,
        });
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
