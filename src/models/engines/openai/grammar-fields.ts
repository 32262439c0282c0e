import { PithError } from '../../../pipeline/errors.ts';
import type { AnswerGrammar } from '../answer-grammar.ts';
import { regexGrammar } from '../regex-grammar.ts';

/**
 * The fields of a chat request that hold its answer to a form. A JSON schema goes by the field that all servers share; what there is
 * beside it depends on the server, which says in its list of models whose they are.
 *
 * @throws {PithError} `usage` for a form that the server is not known to take, or that cannot be read.
 */
export function grammarFields(grammar: AnswerGrammar, ownedBy: string | undefined): object {
  if (grammar.type === 'json-schema') {
    const json_schema = { name: 'answer', strict: true, schema: grammar.schema };
    return { response_format: { type: 'json_schema', json_schema } };
  }
  // Also where the server reads patterns itself: it would say what is wrong with one only once it is asked.
  const gbnf = grammar.type === 'regex' ? regexGrammar(grammar.pattern) : grammar.grammar;
  switch (ownedBy) {
    case 'llamacpp':
      return { grammar: gbnf };
    case 'vllm':
      return {
        structured_outputs: grammar.type === 'regex' ? { regex: grammar.pattern } : { grammar: gbnf },
      };
    case 'sglang':
      return grammar.type === 'regex' ? { regex: grammar.pattern } : { ebnf: gbnf };
    default:
      throw new PithError('usage', `the server is not known to hold answers to a ${nameOf(grammar)}`, {
        hint: 'give a JSON schema, or take vLLM, SGLang, llama-server, or --engine llama',
      });
  }
}

function nameOf({ type }: AnswerGrammar): string {
  return type === 'regex' ? 'regular expression' : 'grammar';
}
