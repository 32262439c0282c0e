import type { Resources } from '../compress/resources.ts';
import type { Encoder } from '../models/encoder/encoder.ts';
import type { SentenceEncoder } from '../models/encoder/sentence-encoder.ts';
import type { KeepModel } from '../models/keep-model.ts';
import { RememberedCalls } from './remembered-calls.ts';

/** What compresses, with models that read each window of a row once, whatever ratio it is for. */
export interface ScoringOnce {
  readonly resources: Resources;
  readonly calls: RememberedCalls;
}

/** The outputs are those of the models themselves: a window's depends on nothing but the window. */
export function scoringOnce(resources: Resources): ScoringOnce {
  const calls = new RememberedCalls();
  return {
    calls,
    resources: {
      ...resources,
      scorer: resources.scorer && rememberingScorer(resources.scorer, calls),
      encoder: resources.encoder && rememberingEncoder(resources.encoder, calls),
      sentenceEncoder: async () => rememberingSentences(await resources.sentenceEncoder(), calls),
      [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose](),
    },
  };
}

function rememberingScorer(model: KeepModel, calls: RememberedCalls): KeepModel {
  return {
    ...model,
    keep: (pieces, signal) =>
      calls.call(`${model.name} keep ${pieces.ids.join()}/${pieces.types.join('')}`, () =>
        model.keep(pieces, signal),
      ),
  };
}

function rememberingEncoder(encoder: Encoder, calls: RememberedCalls): Encoder {
  return {
    ...encoder,
    run: (window, signal) => {
      const { question = [], ids, types } = window;
      const key = `${encoder.card.name} run ${question.join()}/${ids.join()}/${types.join('')}`;
      return calls.call(key, () => encoder.run(window, signal));
    },
  };
}

function rememberingSentences(encoder: SentenceEncoder, calls: RememberedCalls): SentenceEncoder {
  return {
    ...encoder,
    embed: ({ ids, types }, signal) =>
      calls.call(`${encoder.card.name} embed ${ids.join()}/${types.join('')}`, () =>
        encoder.embed({ ids, types }, signal),
      ),
  };
}
