import { type Budget, budgetTokens, DEFAULT_BUDGET } from '../compress/budget.ts';
import { questionsOf as askedQuestions } from '../compress/compress-options.ts';
import { promptRoom } from '../compress/prompt-room.ts';
import { evaluationCurves, expectedAnswers } from '../models/curves.ts';
import type { TokenCounter } from '../models/tokens/token-counter.ts';
import { defaultTokenizer, tokenCounter } from '../models/tokens/token-counters.ts';
import { PithError } from '../pipeline/errors.ts';
import { DocumentTokens } from '../stages/assemble/document-tokens.ts';
import type { TextDocument } from '../stages/document.ts';
import { advise } from './advice.ts';
import { calibrate } from './calibration.ts';
import { type CommandContext, type ExitCode, exitCodes } from './command.ts';
import { questionsOf } from './compress-documents.ts';
import { compressOptions } from './compress-options.ts';
import { refuseSharedFile } from './compress-outputs.ts';
import { type CountedDocument, type DryRunReport, dryRunText } from './dry-run-text.ts';
import type { Settings } from './flags.ts';
import { openDocuments } from './open-documents.ts';
import { isTaken } from './output-file.ts';
import { resourceOptions } from './resource-options.ts';

/**
 * Reads and counts, tries the beginning of the input, and says what a run would do, take and keep, or refuse, and whether
 * it pays; writes no file.
 */
export async function dryRun(context: CommandContext, inputs: readonly string[]): Promise<ExitCode> {
  const { settings, terminal } = context;
  if (settings.records === true) {
    throw new PithError('usage', '--dry-run does not go with --records', {
      hint: 'each record has a budget of its own',
    });
  }
  const { budget: asked = DEFAULT_BUDGET, condense } = await compressOptions(context);
  const isCondensed = condense === 'only';
  await refuseSharedFile(settings);
  const taken = await takenOutputs(settings);
  const counter = await tokenCounter(settings.tokenizer ?? defaultTokenizer);
  await using opened = await openDocuments(context, inputs, { openCompressed: true });
  const questions = askedQuestions({ question: settings.question ?? questionsOf(opened.documents) });
  const run = { documents: opened.documents, questions, asked, isCondensed };
  const counts = await countAll(context, run, counter);
  // How much is said again is not known before it is looked for.
  const found = isCondensed ? {} : await outlook(context, run, counts);
  const report = { ...counts, taken, ...found };
  const { level, scorer, tokenizer } = settings;
  await terminal.stdout.write(
    settings.json === true
      ? `${JSON.stringify({ ...report, level: Number(level), scorer, tokenizer })}\n`
      : dryRunText(report, { ...settings, question: questions }),
  );
  return taken.length === 0 ? exitCodes.done : exitCodes.failed;
}

/** What would be compressed. */
interface PlannedRun {
  readonly documents: readonly TextDocument[];
  readonly questions: readonly string[];
  readonly asked: Budget;
  /** Whether nothing but what is said again would be dropped, under no budget. */
  readonly isCondensed: boolean;
}

type Counts = Pick<DryRunReport, 'documents' | 'inputTokens' | 'budget'>;

async function countAll(
  { settings, signal }: CommandContext,
  { documents, questions, asked, isCondensed }: PlannedRun,
  counter: TokenCounter,
): Promise<Counts> {
  const limit = (of: readonly TextDocument[], inputTokens: number) => {
    if (isCondensed) return inputTokens;
    return asked.type === 'fit'
      ? promptRoom(asked, { questions, documents: of, counter }).tokens
      : budgetTokens(asked, inputTokens);
  };
  const tokens = new DocumentTokens(counter, { isSingle: documents.length === 1 });
  const counted: CountedDocument[] = [];
  for (const document of documents) {
    const own = await count(document, tokens, signal);
    counted.push(settings.perDocument === true ? { ...own, budget: limit([document], own.tokens) } : own);
  }
  const joined = tokens.end();
  if (settings.perDocument !== true)
    return { documents: counted, inputTokens: joined, budget: limit(documents, joined) };
  const budget = counted.reduce((sum, { budget: own = 0 }) => sum + own, 0);
  return { documents: counted, inputTokens: tokens.sum, budget };
}

/** What the run would take, what would be left, and whether it pays. */
async function outlook(
  context: CommandContext,
  { documents, questions, asked }: PlannedRun,
  { documents: counted, inputTokens, budget: most }: Counts,
): Promise<Pick<DryRunReport, 'expected' | 'advice'>> {
  const { settings } = context;
  // What is within its own budget stays as it is.
  const spent =
    settings.perDocument === true
      ? counted.reduce((sum, { tokens, budget = 0 }) => sum + Math.min(tokens, budget), 0)
      : Math.min(inputTokens, most);
  const isAsked = questions.length > 0;
  const isLimit = asked.type === 'tokens' || asked.type === 'fit';
  const prospect = { inputTokens, budget: spent, isLimit, isAsked };
  // A model of a hub may have to be fetched first, which is no dry run.
  if (inputTokens <= spent || spent === 0 || settings.scorer?.startsWith('hf:') === true)
    return { advice: advise({ ...prospect, seconds: undefined, answers: undefined }) };
  const options = { ...(await compressOptions(context)), question: questions };
  const { seconds, scorer } = await calibrate(resourceOptions(context), options, {
    documents,
    characters: counted.map(({ characters }) => characters),
  });
  const ratio = inputTokens / spent;
  const answers = expectedAnswers(await evaluationCurves(), { scorer, question: isAsked, ratio });
  return {
    expected: { seconds: Number(seconds.toPrecision(2)), ratio, answers },
    advice: advise({ ...prospect, seconds, answers }),
  };
}

/** Files that stand where the run would write one. */
async function takenOutputs({ output, provenance, stats, force }: Settings): Promise<readonly string[]> {
  const taken: string[] = [];
  for (const path of [output, provenance, stats]) {
    if (path === undefined || path === '-' || force === true) continue;
    if (await isTaken(path)) taken.push(path);
  }
  return taken;
}

async function count(
  document: TextDocument,
  tokens: DocumentTokens,
  signal: AbortSignal,
): Promise<CountedDocument> {
  let characters = 0;
  for await (const piece of document.open(signal)) {
    characters += piece.length;
    tokens.push(piece);
  }
  return { document: document.id, mediaType: document.mediaType, characters, tokens: tokens.endDocument() };
}
