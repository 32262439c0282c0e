/** What a server says of a request that does not fit, as vLLM, SGLang, llama-server and OpenAI word it. */
export interface ContextTooLong {
  /** Tokens that the server can read at once, if it says. */
  readonly limit: number | undefined;
}

/** Recognises the body of a refusal whose reason is the length of the context. */
export function contextTooLong(body: string): ContextTooLong | undefined {
  if (!wordings.some((wording) => wording.test(body))) return undefined;
  const limit = limits.map((wording) => wording.exec(body)?.[1]).find((found) => found !== undefined);
  return { limit: limit === undefined ? undefined : Number(limit.replaceAll(',', '')) };
}

const wordings = [
  /maximum (?:context|model|prompt|sequence) length/i,
  /(?:exceeds?|greater than|longer than|larger than) (?:the |its |this )?(?:model['’]s |maximum |max |available |allowed |total )*(?:context|input length|sequence length|model length|allowed)/i,
  /context[ _](?:length|window|size)[ _](?:is |has been |was )?exceeded/i,
  /exceed_context_size/i,
  /(?:prompt|input|request)\b.{0,60}\bis too long/i,
  // vLLM, where the prompt alone leaves no room for an answer.
  /max_tokens must be at least 1, got -/i,
];

const limits = [
  /(?:context|model|prompt|sequence) (?:length|size|window)(?: is| of|:)? ?(?:only )?\(?([\d,]*\d)/i,
  /"n_ctx":\s*(\d+)/,
];
