/** The form that an answer must have. */
export type AnswerGrammar =
  /** JSON that fits a schema, as far as the engine knows JSON Schema. */
  | { readonly type: 'json-schema'; readonly schema: object }
  /** A regular expression of JavaScript, with its flag `u`, that the whole answer matches. */
  | { readonly type: 'regex'; readonly pattern: string }
  /** A grammar in llama.cpp's GBNF, whose first rule is `root`. */
  | { readonly type: 'gbnf'; readonly grammar: string };
