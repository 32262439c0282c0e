import type { Compression } from '../compress/compression.ts';
import type { Command, CommandContext } from './command.ts';
import { compressDocuments } from './compress-documents.ts';
import { type CompressOutputs, openCompressOutputs } from './compress-outputs.ts';
import { compressEachRecord } from './compress-records.ts';
import { compressStream, refuseForeign } from './compress-stream.ts';
import { dryRun } from './dry-run.ts';
import { refuseOtherFormats } from './record-format.ts';
import { requireInput } from './require-input.ts';
import { statsFile } from './stats-file.ts';
import { writeJsonl, writeProvenance } from './write-documents.ts';

export const compressCommand: Command = {
  name: 'compress',
  summary: 'cut documents to an exact token budget',
  description:
    'Reads documents of any length, scores every word, and writes the most useful ones that fit the budget, in their ' +
    'order and cut from the source. With a question, what helps to answer it comes first. Input within the budget ' +
    'passes through byte for byte. Of HTML pages and PDF files the text is read. The jsonl form of an earlier ' +
    'compression is read as its documents: the question and the offsets of the originals travel along.',
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
      does: 'a log as it grows, for as long as it does',
      command: 'tail -f server.log | pith compress -1 --stream -r 4',
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
    if (settings.stream === true) refuseForeign(context, inputs);
    if (settings.dryRun === true) return dryRun(context, inputs);
    const outputs = await openCompressOutputs(context);
    try {
      if (settings.stream === true) return await compressStream(context, inputs, outputs);
      if (settings.records === true) return await compressEachRecord(context, inputs, outputs);
      return await compressDocuments(context, inputs, {
        hash: settings.format === 'jsonl' || settings.provenance !== undefined,
        async write(compression) {
          await writeAll(context, compression, outputs);
          await outputs.commit();
        },
      });
    } finally {
      outputs.discard();
    }
  },
};

async function writeAll(
  { settings, signal, usage }: CommandContext,
  compression: Compression,
  { results, provenance, stats }: CompressOutputs,
): Promise<void> {
  if (provenance !== undefined) await writeProvenance(compression, provenance);
  if (stats !== undefined) await stats.write(statsFile({ records: null, ...compression.stats }, usage()));
  if (settings.format === 'jsonl') return writeJsonl(compression, results);
  const unchanged = compression.unchanged(signal);
  if (unchanged === undefined) for await (const piece of compression.text()) await results.write(piece);
  else for await (const bytes of unchanged) await results.writeBytes(bytes);
}
