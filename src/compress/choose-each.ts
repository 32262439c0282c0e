import { Draft } from '../stages/assemble/draft.ts';
import { addedFigures } from '../stages/condense/repetition-figures.ts';
import type { TextDocument } from '../stages/document.ts';
import { type ChosenOutput, chooseOutput } from './choose-output.ts';
import type { CompressOptions } from './compress-options.ts';
import { PassTotals } from './pass-totals.ts';
import type { Resources } from './resources.ts';

/** What was chosen of several documents, each under a budget of its own. */
export type ChosenOutputs = Omit<ChosenOutput, 'survey'> & {
  readonly survey: Pick<ChosenOutput['survey'], 'inputChars' | 'inputTokens' | 'documentTokens'>;
};

/**
 * Chooses what of each document is worth its budget, as if there were no other: what is left of one does not change when
 * others come or go. Tokens are those of each document by itself, added up.
 */
export async function chooseEach(
  resources: Resources,
  documents: readonly TextDocument[],
  options: CompressOptions,
): Promise<ChosenOutputs> {
  const { onEvent } = options;
  const draft = new Draft(resources.counter, { isSingle: false });
  const passes = new PassTotals();
  const survey = { inputChars: 0, inputTokens: 0, documentTokens: [] as number[] };
  let repetitions: ChosenOutputs['repetitions'] = null;
  let isWhole = true;
  let budget = 0;
  let readChars: number | null = null;
  try {
    for (const [ordinal, document] of documents.entries()) {
      const watched = onEvent && {
        onEvent: (event: Parameters<typeof onEvent>[0]) => onEvent({ ...event, ordinal }),
      };
      const own = await chooseOutput(resources, [document], { ...options, ...watched });
      await using part = own.draft;
      await draft.append(part);
      for (const pass of own.passes) passes.add(pass);
      survey.inputChars += own.survey.inputChars;
      survey.inputTokens += own.survey.inputTokens;
      survey.documentTokens.push(own.survey.inputTokens);
      repetitions = addedFigures(repetitions, own.repetitions);
      isWhole &&= own.isWhole;
      budget += own.budget;
      if (own.readChars !== null) readChars = (readChars ?? 0) + own.readChars;
    }
  } catch (error) {
    await draft[Symbol.asyncDispose]();
    throw error;
  }
  const reports = passes.reports;
  return { draft, isWhole, budget, survey, readChars, repetitions, passes: reports, explanation: undefined };
}
