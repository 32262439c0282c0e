import type { Draft } from '../stages/assemble/draft.ts';
import type { RepetitionFigures } from '../stages/condense/repetition-figures.ts';
import type { TextDocument } from '../stages/document.ts';
import type { Survey } from '../stages/survey/survey.ts';
import { budgetTokens, checkBudget, DEFAULT_BUDGET } from './budget.ts';
import { type CompressOptions, questionsOf } from './compress-options.ts';
import type { Explanation } from './explanation.ts';
import type { PassReport } from './passes.ts';
import { promptRoom } from './prompt-room.ts';
import type { Resources } from './resources.ts';
import { CompressionRun } from './run-compression.ts';

/** What was chosen of documents under one budget, and what was found out on the way. */
export interface ChosenOutput {
  readonly draft: Draft;
  /** Whether it is the input as it is. */
  readonly isWhole: boolean;
  readonly budget: number;
  readonly survey: Survey;
  /** Characters that an encoder read with each question; null if none was to. */
  readonly readChars: number | null;
  /** What is said again; null where it was not looked for. */
  readonly repetitions: RepetitionFigures | null;
  readonly passes: readonly PassReport[];
  readonly explanation: Explanation | undefined;
}

/** Chooses what of some documents is worth one budget. */
export async function chooseOutput(
  resources: Resources,
  documents: readonly TextDocument[],
  options: CompressOptions,
): Promise<ChosenOutput> {
  const { budget: asked = DEFAULT_BUDGET, condense } = options;
  checkBudget(asked);
  const { counter } = resources;
  const questions = questionsOf(options);
  const room = asked.type === 'fit' ? promptRoom(asked, { questions, documents, counter }) : undefined;
  await using run = new CompressionRun(resources, documents, options, room?.prompt);
  await run.survey();
  const { surveyed: survey, passes, repetitions } = run;
  const limit = asked.type === 'fit' ? (room?.tokens ?? 0) : budgetTokens(asked, survey.inputTokens);
  const budget = condense === 'only' ? survey.inputTokens : limit;
  const chosen = condense === 'only' ? await run.condense() : await run.choose(budget);
  const { draft } = chosen;
  if (options.strict === true) await run.check(draft);
  return {
    draft,
    isWhole: chosen.choice === undefined,
    budget,
    survey,
    readChars: run.readChars,
    repetitions: repetitions?.figures ?? null,
    passes: passes.reports,
    explanation: options.explain === true ? run.explain(documents, chosen) : undefined,
  };
}
