import { budgetTokens, DEFAULT_BUDGET } from '../compress/budget.ts';
import { defaultTokenizer, tokenCounter } from '../models/tokens/token-counters.ts';
import { PithError } from '../pipeline/errors.ts';
import { DocumentTokens } from '../stages/assemble/document-tokens.ts';
import type { TextDocument } from '../stages/document.ts';
import { type CommandContext, type ExitCode, exitCodes } from './command.ts';
import { budgetOf } from './compress-options.ts';
import { refuseSharedFile } from './compress-outputs.ts';
import type { Settings } from './flags.ts';
import { openDocuments } from './open-documents.ts';
import { isTaken } from './output-file.ts';
import { grouped } from './summary.ts';

interface Counted {
  readonly document: string;
  readonly mediaType: string;
  readonly characters: number;
  readonly tokens: number;
}

/** Reads and counts, and says what a run would do or refuse; writes no file and loads no model. */
export async function dryRun(context: CommandContext, inputs: readonly string[]): Promise<ExitCode> {
  const { settings, terminal, signal } = context;
  if (settings.records === true) {
    throw new PithError('usage', '--dry-run does not go with --records', {
      hint: 'each record has a budget of its own',
    });
  }
  await refuseSharedFile(settings);
  const taken = await takenOutputs(settings);
  const counter = await tokenCounter(settings.tokenizer ?? defaultTokenizer);
  await using opened = await openDocuments(context, inputs, { openCompressed: true });
  const tokens = new DocumentTokens(counter, { isSingle: opened.documents.length === 1 });
  const counted: Counted[] = [];
  for (const document of opened.documents) counted.push(await count(document, tokens, signal));
  const inputTokens = tokens.end();
  const isCondensed = settings.condense === 'only';
  const budget = isCondensed ? inputTokens : budgetTokens(budgetOf(settings) ?? DEFAULT_BUDGET, inputTokens);
  const { level, scorer, tokenizer, protect = [] } = settings;
  await terminal.stdout.write(
    settings.json === true
      ? `${JSON.stringify({ documents: counted, inputTokens, budget, level: Number(level), scorer, tokenizer, taken })}\n`
      : [
          ...counted.map(line),
          (isCondensed
            ? `would drop what is said again in ${grouped(inputTokens)} tokens, and nothing else`
            : conclusion(inputTokens, budget, scorer === undefined ? `at level ${level}` : `by ${scorer}`)) +
            (protect.length > 0 && inputTokens > budget
              ? '; whether what is protected fits is not checked'
              : ''),
          ...taken.map((path) => `would refuse to write: ${path} exists; -f overwrites it`),
          '',
        ].join('\n'),
  );
  return taken.length === 0 ? exitCodes.done : exitCodes.failed;
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

async function count(document: TextDocument, tokens: DocumentTokens, signal: AbortSignal): Promise<Counted> {
  let characters = 0;
  for await (const piece of document.open(signal)) {
    characters += piece.length;
    tokens.push(piece);
  }
  return { document: document.id, mediaType: document.mediaType, characters, tokens: tokens.endDocument() };
}

function line({ document, mediaType, characters, tokens }: Counted): string {
  return `${document}: ${mediaType}, ${grouped(characters)} characters, ${grouped(tokens)} tokens`;
}

function conclusion(inputTokens: number, budget: number, how: string): string {
  return inputTokens <= budget
    ? `would pass ${grouped(inputTokens)} tokens through unchanged: the budget is ${grouped(budget)}`
    : `would cut ${grouped(inputTokens)} tokens to at most ${grouped(budget)} ${how}`;
}
