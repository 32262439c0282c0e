import type { Compression, CompressStats } from '../compress/compression.ts';
import { openCompressor } from '../compress/compressor.ts';
import type { TextDocument } from '../stages/document.ts';
import { type Command, type CommandContext, type ExitCode, exitCodes } from './command.ts';
import { compressOptions } from './compress-options.ts';
import { type CompressOutputs, openCompressOutputs } from './compress-outputs.ts';
import { compressProgress } from './compress-progress.ts';
import { compressEachRecord } from './compress-records.ts';
import { dryRun } from './dry-run.ts';
import { graphText } from './graph-text.ts';
import { openDocuments } from './open-documents.ts';
import { refuseOtherFormats } from './record-input.ts';
import { requireInput } from './require-input.ts';
import { resourceOptions } from './resource-options.ts';
import { statsFile } from './stats-file.ts';
import { grouped, summaryLine } from './summary.ts';
import { writeJsonl, writeProvenance } from './write-documents.ts';

export const compressCommand: Command = {
  name: 'compress',
  summary: 'cut documents to an exact token budget',
  description:
    'Reads documents of any length, scores every word, and writes the most useful ones that fit the budget, in their ' +
    'order and cut from the source. With a question, what helps to answer it comes first. Input within the budget ' +
    'passes through byte for byte. The jsonl form of an earlier compression is read as its documents: the question ' +
    'and the offsets of the originals travel along.',
  operands: {
    usage: '[inputs...]',
    description:
      'Files, folders, globs, or - for standard input (the default when it is piped); folders and globs leave out hidden ' +
      'files and node_modules',
  },
  examples: [
    { does: 'a third of the tokens', command: 'pith compress report.md > short.md' },
    {
      does: 'what bears on a question, out of a whole folder, in 4,000 tokens',
      command: 'pith compress docs -q "Which clause covers data loss?" -t 4000',
    },
    {
      does: 'at disk speed, from a pipe to a file',
      command: 'zcat big.log.gz | pith compress -1 -r 20 -o short.log',
    },
    {
      does: 'keep every date, whatever it costs',
      command: String.raw`pith compress notes.txt -r 8 --protect '\d{4}-\d\d-\d\d'`,
    },
    {
      does: 'on to an answer with its source',
      command: 'pith compress docs -q "Who decided?" -t 2000 --format jsonl | pith infer',
    },
  ],
  async run(context) {
    const { settings } = context;
    refuseOtherFormats(context);
    const inputs = requireInput(context, compressCommand.examples);
    if (settings.dryRun === true) return dryRun(context, inputs);
    const outputs = await openCompressOutputs(context);
    try {
      return await (settings.records === true ? compressEachRecord : compressDocuments)(
        context,
        inputs,
        outputs,
      );
    } finally {
      outputs.discard();
    }
  },
};

async function compressDocuments(
  context: CommandContext,
  inputs: readonly string[],
  outputs: CompressOutputs,
): Promise<ExitCode> {
  const bar = compressProgress(context);
  try {
    await using opened = await openDocuments(context, inputs, {
      openCompressed: true,
      hash: context.settings.format === 'jsonl' || context.settings.provenance !== undefined,
      onReceived: bar.received,
    });
    await bar.expect(opened.documents);
    await using compressor = await openCompressor(resourceOptions(context));
    const question = context.settings.question ?? questionOf(opened.documents);
    await using compression = await compressor.compress(opened.documents, {
      ...compressOptions(context),
      question,
      onEvent: bar.event,
    });
    bar.clear();
    await writeAll(context, question, compression, outputs);
    await outputs.commit();
    warnOfNothing(context, opened.documents, compression.stats);
    report(context, compression.stats);
    return exitCodes.done;
  } finally {
    bar.clear();
  }
}

/** The question that the inputs were compressed for, if they were. */
function questionOf(documents: readonly TextDocument[]): string | undefined {
  return documents.find(({ origin }) => origin?.question !== undefined)?.origin?.question;
}

async function writeAll(
  { settings, signal, usage }: CommandContext,
  question: string | undefined,
  compression: Compression,
  { results, provenance, stats }: CompressOutputs,
): Promise<void> {
  if (provenance !== undefined) await writeProvenance(compression, provenance);
  if (stats !== undefined) await stats.write(statsFile({ records: null, ...compression.stats }, usage()));
  if (settings.format === 'jsonl') return writeJsonl(compression, question, results);
  const unchanged = compression.unchanged(signal);
  if (unchanged === undefined) for await (const piece of compression.text()) await results.write(piece);
  else for await (const bytes of unchanged) await results.writeBytes(bytes);
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
    const { scorer, ...rest } = stats;
    const line = summaryLine(settings.scorer === undefined ? rest : { ...rest, scorer });
    terminal.writeError(`pith: ${line}\n`);
  }
}
