import { budgetTokens, DEFAULT_BUDGET } from '../compress/budget.ts';
import { StreamingCounter } from '../models/tokens/streaming-counter.ts';
import type { TokenCounter } from '../models/tokens/token-counter.ts';
import { defaultTokenizer, tokenCounter } from '../models/tokens/token-counters.ts';
import { PithError } from '../pipeline/errors.ts';
import type { TextDocument } from '../stages/document.ts';
import { type CommandContext, type ExitCode, exitCodes } from './command.ts';
import { budgetOf } from './compress-options.ts';
import { openDocuments } from './open-documents.ts';
import { grouped } from './summary.ts';

interface Counted {
  readonly document: string;
  readonly mediaType: string;
  readonly characters: number;
  readonly tokens: number;
}

/** Reads and counts, and says what a run would do; writes no file and loads no model. */
export async function dryRun(context: CommandContext, inputs: readonly string[]): Promise<ExitCode> {
  const { settings, terminal, signal } = context;
  if (settings.records === true) {
    throw new PithError('usage', '--dry-run does not go with --records', {
      hint: 'each record has a budget of its own',
    });
  }
  const counter = await tokenCounter(settings.tokenizer ?? defaultTokenizer);
  await using opened = await openDocuments(context, inputs, { openCompressed: true });
  const counted: Counted[] = [];
  for (const document of opened.documents) counted.push(await count(document, counter, signal));
  const inputTokens = counted.reduce((sum, { tokens }) => sum + tokens, 0);
  const budget = budgetTokens(budgetOf(settings) ?? DEFAULT_BUDGET, inputTokens);
  const { level, scorer, tokenizer } = settings;
  await terminal.stdout.write(
    settings.json === true
      ? `${JSON.stringify({ documents: counted, inputTokens, budget, level: Number(level), scorer, tokenizer })}\n`
      : [
          ...counted.map(line),
          conclusion(inputTokens, budget, scorer === undefined ? `at level ${level}` : `by ${scorer}`),
          '',
        ].join('\n'),
  );
  return exitCodes.done;
}

async function count(document: TextDocument, counter: TokenCounter, signal: AbortSignal): Promise<Counted> {
  const tokens = new StreamingCounter(counter);
  let characters = 0;
  for await (const piece of document.open(signal)) {
    characters += piece.length;
    tokens.push(piece);
  }
  return { document: document.id, mediaType: document.mediaType, characters, tokens: tokens.total() };
}

function line({ document, mediaType, characters, tokens }: Counted): string {
  return `${document}: ${mediaType}, ${grouped(characters)} characters, ${grouped(tokens)} tokens`;
}

function conclusion(inputTokens: number, budget: number, how: string): string {
  return inputTokens <= budget
    ? `would pass ${grouped(inputTokens)} tokens through unchanged: the budget is ${grouped(budget)}`
    : `would cut ${grouped(inputTokens)} tokens to at most ${grouped(budget)} ${how}`;
}
