import type { ExpectedAnswers } from '../models/curves.ts';
import type { Advice } from './advice.ts';
import type { Settings } from './flags.ts';
import { duration, grouped, shortRatio } from './summary.ts';

/** A document, counted. */
export interface CountedDocument {
  readonly document: string;
  readonly mediaType: string;
  readonly characters: number;
  readonly tokens: number;
  /** What it may cost, where each document has a budget of its own. */
  readonly budget?: number;
}

/** What a dry run found out. */
export interface DryRunReport {
  readonly documents: readonly CountedDocument[];
  readonly inputTokens: number;
  readonly budget: number;
  /** What the run would take, and the share of answers that would survive; absent where nothing would be cut. */
  readonly expected?: {
    readonly seconds: number;
    readonly ratio: number;
    readonly answers: ExpectedAnswers | undefined;
  };
  /** Absent where nothing but what is said again would be dropped. */
  readonly advice?: Advice;
  /** Outputs that exist already, which the run would refuse to write. */
  readonly taken: readonly string[];
}

/** The same as lines for people. */
export function dryRunText(report: DryRunReport, settings: Settings): string {
  const { documents, expected, advice, taken } = report;
  return [
    ...documents.map(line),
    conclusion(report, settings),
    ...(expected === undefined ? [] : [expectation(expected, settings)]),
    ...(advice?.reasons ?? []),
    ...taken.map((path) => `would refuse to write: ${path} exists; -f overwrites it`),
    '',
  ].join('\n');
}

function line({ document, mediaType, characters, tokens, budget }: CountedDocument): string {
  const cut = budget === undefined ? '' : `, at most ${grouped(Math.min(tokens, budget))} of them kept`;
  return `${document}: ${mediaType}, ${grouped(characters)} characters, ${grouped(tokens)} tokens${cut}`;
}

function conclusion(
  { documents, inputTokens, budget }: DryRunReport,
  { level, scorer, condense, protect = [] }: Settings,
): string {
  if (condense === 'only')
    return `would drop what is said again in ${grouped(inputTokens)} tokens, and nothing else`;
  const isWithin = documents.every(({ tokens, budget: own }) => own !== undefined && tokens <= own);
  if (inputTokens <= budget && (isWithin || documents[0]?.budget === undefined))
    return `would pass ${grouped(inputTokens)} tokens through unchanged: the budget is ${grouped(budget)}`;
  const how = scorer === undefined ? `at level ${level}` : `by ${scorer}`;
  const unsure = protect.length > 0 ? '; whether what is protected fits is not checked' : '';
  return `would cut ${grouped(inputTokens)} tokens to at most ${grouped(budget)} ${how}${unsure}`;
}

function expectation(
  { seconds, ratio, answers }: NonNullable<DryRunReport['expected']>,
  { question = [] }: Settings,
): string {
  const time = `expected: about ${duration(seconds)} on this machine as it is now`;
  if (answers === undefined) return `${time}; how many answers survive was not measured for this model`;
  const known = question.length === 0 ? 'question unknown' : 'question known';
  const share = `${Math.round(100 * answers.kept)}% of answers survive`;
  const place =
    answers.beyond === undefined
      ? `at ${shortRatio(ratio)}×`
      : `at ${answers.beyond}×, the most that was measured`;
  return `${time}; ${share} ${place} (${known}, in 20 documents alike)`;
}
