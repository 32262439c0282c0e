import type { Resources } from '../compress/resources.ts';
import type { Encoder } from '../models/encoder/encoder.ts';
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
  const encoders = new Map<Encoder, Encoder>();
  const wrapped = (encoder: Encoder): Encoder => {
    const own = encoders.get(encoder) ?? rememberingEncoder(encoder, calls);
    encoders.set(encoder, own);
    return own;
  };
  return {
    calls,
    resources: {
      ...resources,
      scorer: resources.scorer && rememberingScorer(resources.scorer, calls),
      encoder: resources.encoder && wrapped(resources.encoder),
      skimmer: async () => wrapped(await resources.skimmer()),
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
