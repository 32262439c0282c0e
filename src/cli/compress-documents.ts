import type { Compression, CompressStats } from '../compress/compression.ts';
import { openCompressor } from '../compress/compressor.ts';
import type { TextDocument } from '../stages/document.ts';
import type { CommandContext, ExitCode } from './command.ts';
import { compressOptions } from './compress-options.ts';
import { compressProgress } from './compress-progress.ts';
import { graphText } from './graph-text.ts';
import { openDocuments } from './open-documents.ts';
import { resourceOptions } from './resource-options.ts';
import { grouped, summaryLine } from './summary.ts';

/** How documents are compressed beside what the settings say, and what is done with the result. */
export interface DocumentCompression {
  /** Takes the SHA-256 of the sources along. */
  readonly hash?: boolean;
  /** Keeps what the choice was made by. */
  readonly explain?: boolean;
  /** Writes the result whole. */
  readonly write: (compression: Compression) => Promise<void>;
}

/** Compresses what the inputs name under one budget, and reports it once it is written; returns the exit code. */
export async function compressDocuments(
  context: CommandContext,
  inputs: readonly string[],
  { hash = false, explain = false, write }: DocumentCompression,
): Promise<ExitCode> {
  const bar = compressProgress(context);
  try {
    await using opened = await openDocuments(context, inputs, {
      openCompressed: true,
      hash,
      onReceived: bar.received,
    });
    await bar.expect(opened.documents);
    const options = await compressOptions(context);
    await using compressor = await openCompressor(resourceOptions(context));
    const question = context.settings.question ?? questionsOf(opened.documents);
    await using compression = await compressor.compress(opened.documents, {
      ...options,
      question,
      explain,
      onEvent: bar.event,
    });
    bar.clear();
    await write(compression);
    warnOfNothing(context, opened.documents, compression.stats);
    report(context, compression.stats);
    return opened.exitCode;
  } finally {
    bar.clear();
  }
}

/** What the inputs were compressed for, if they were. */
export function questionsOf(documents: readonly TextDocument[]): readonly string[] | undefined {
  return documents.find(({ origin }) => origin?.questions !== undefined)?.origin?.questions;
}

/** An empty output looks like a failure; a document of several that is left out does not. */
function warnOfNothing(
  { terminal }: CommandContext,
  documents: readonly TextDocument[],
  { inputTokens, outputTokens, budget }: CompressStats,
): void {
  if (outputTokens > 0 || inputTokens === 0) return;
  const [only] = documents.length === 1 ? documents : [];
  const name = only === undefined ? `${documents.length} documents` : shownName(only);
  const tokens = budget === 1 ? '1 token' : `${grouped(budget)} tokens`;
  terminal.writeError(`pith: warning: nothing of ${name} fits into ${tokens}\n`);
}

function shownName({ id }: TextDocument): string {
  return id === '-' ? 'standard input' : id;
}

function report({ settings, terminal }: CommandContext, stats: CompressStats): void {
  if (settings.verbose === true) terminal.writeError(graphText(stats.passes, terminal.columns));
  const { passes: _, ...figures } = stats;
  if (settings.json === true) terminal.writeError(`${JSON.stringify(figures)}\n`);
  else if (settings.quiet !== true) {
    const { scorer, repeated, ...rest } = stats;
    const summary = { ...rest, repeatedTokens: repeated?.tokens ?? 0 };
    const line = summaryLine(settings.scorer === undefined ? summary : { ...summary, scorer });
    terminal.writeError(`pith: ${line}\n`);
  }
}
