interface Parts {
  readonly normalizer: object | null;
  readonly pre_tokenizer: object | null;
}

/** A tokenizer.json with a Unigram model as XLM-R has it. The first four pieces and the last one are special. */
export function unigramTokenizer(
  vocabulary: readonly (readonly [piece: string, score: number])[],
  { normalizer, pre_tokenizer }: Parts,
) {
  const special = (content: string, id: number) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  });
  const names = ['<s>', '<pad>', '</s>', '<unk>', '<mask>'];
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: names.map((name) =>
      special(
        name,
        vocabulary.findIndex(([piece]) => piece === name),
      ),
    ),
    normalizer: normalizer as Readonly<Record<string, unknown>> | null,
    pre_tokenizer: pre_tokenizer as Readonly<Record<string, unknown>> | null,
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '<s>', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '</s>', type_id: 0 } },
      ],
      pair: [],
      special_tokens: {
        '<s>': { id: '<s>', ids: [0], tokens: ['<s>'] },
        '</s>': { id: '</s>', ids: [2], tokens: ['</s>'] },
      },
    },
    decoder: null,
    model: { type: 'Unigram', unk_id: 3, vocab: vocabulary },
  };
}
