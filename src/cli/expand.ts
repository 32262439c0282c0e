import { PithError } from '../pipeline/errors.ts';
import { type Command, type CommandContext, exitCodes } from './command.ts';
import { readKeptLines } from './expand/kept-lines.ts';
import { locate, type Region } from './expand/regions.ts';
import { checkSource, openSource } from './expand/source.ts';
import { type Wanted, type WantedDocument, wantedOf } from './expand/wanted.ts';
import { writeRegionLines, writeRegionTexts } from './expand/write-regions.ts';
import { openResults } from './open-output.ts';
import type { OutputFile } from './output-file.ts';
import { requireInput } from './require-input.ts';

export const expandCommand: Command = {
  name: 'expand',
  summary: 'restore what stood in the sources of a compressed text',
  description:
    'Reads the jsonl form of compress, or a --provenance file, and prints passages of the sources it names: those around a ' +
    'place that infer cited, those that explain numbers, or all of which something was kept. Sources are found by their ' +
    'paths, and one that has changed since, by its SHA-256, is an error.',
  operands: {
    usage: '[file]',
    description: 'What compress wrote, or - for standard input (the default when it is piped)',
  },
  examples: [
    {
      does: 'the passage around an answer',
      command: 'pith expand context.jsonl --at docs/contract.md:310-328',
    },
    {
      does: 'two hundred characters on both sides of it',
      command: 'pith expand context.jsonl --at docs/contract.md:310-328 --around 200',
    },
    {
      does: 'whole passages instead of their best words',
      command: 'pith compress docs -q "Who decided?" -t 400 --format jsonl | pith expand --all',
    },
  ],
  async run(context) {
    const [file = '-', ...others] = requireInput(context, expandCommand.examples);
    if (others.length > 0) throw new PithError('usage', 'expand takes one file');
    const wanted = wantedOf(context.settings, await readKeptLines(context, file));
    const output = await openResults(context);
    try {
      // All of them are found and compared before anything is written.
      const found = await locateAll(context, wanted);
      for (const { line, regions } of found) await write(context, line, regions, wanted, output);
      await output.commit();
    } finally {
      output.discard();
    }
    return exitCodes.done;
  },
};

interface Found {
  readonly line: WantedDocument;
  readonly regions: readonly Region[];
}

async function locateAll(context: CommandContext, wanted: Wanted): Promise<readonly Found[]> {
  const found: Found[] = [];
  const last = Math.max(0, ...wanted.passages);
  let passages = 0;
  for (const line of wanted.documents) {
    if (line.places.length === 0 && passages >= last) continue;
    await using source = await openSource(line, context);
    const located = await locate(source.document, line, wanted, passages, context.signal);
    checkSource(source.document, line, context);
    passages += located.passages;
    if (located.regions.length > 0) found.push({ line, regions: located.regions });
  }
  if (last > passages) throw new PithError('usage', `there is no passage ${last}: there are ${passages}`);
  return found;
}

async function write(
  context: CommandContext,
  line: WantedDocument,
  regions: readonly Region[],
  { isSingle }: Wanted,
  output: OutputFile,
): Promise<void> {
  await using source = await openSource(line, context);
  if (context.settings.format === 'jsonl') await writeRegionLines(source.document, regions, output);
  else await writeRegionTexts(source.document, regions, output, { isNamed: !isSingle });
}
