import type { Compression } from '../compress/compression.ts';
import { explanationLines } from '../explain/explanation-lines.ts';
import { explanationPage } from '../explain/explanation-page.ts';
import { explanationText } from '../explain/explanation-text.ts';
import { PithError } from '../pipeline/errors.ts';
import type { Command, CommandContext } from './command.ts';
import { compressDocuments } from './compress-documents.ts';
import { openOutputFile, openResults } from './open-output.ts';
import { requireInput } from './require-input.ts';

/** Characters of the source that the text form shows. */
const TEXT_LIMIT = 20_000;

export const explainCommand: Command = {
  name: 'explain',
  summary: 'show what compress keeps with these options, and why',
  description:
    'Compresses as compress does with the same options, and shows the source instead of the output: what is dropped is ' +
    'dimmed in a terminal, and stands between ⟦ and ⟧ elsewhere. --html writes a page that says of each word under the ' +
    'pointer what it scored and cost and why it was kept; --format jsonl has the same as data, a line a passage. Of a ' +
    'source over the limit, passages of which nothing is kept are only counted.',
  operands: {
    usage: '[inputs...]',
    description:
      'Files, folders, globs, or - for standard input (the default when it is piped); folders and globs leave out hidden ' +
      'files and node_modules',
  },
  examples: [
    {
      does: 'what a question leaves of a report, in the terminal',
      command: 'pith explain report.md -q "Who decided?" -t 400',
    },
    {
      does: 'the same as a page',
      command: 'pith explain report.md -q "Who decided?" -t 400 --html why.html',
    },
    {
      does: 'every dropped word with its score',
      command: `pith explain report.md --format jsonl | jq -c '.units[] | select(.[4] | not)'`,
    },
  ],
  async run(context) {
    refuseTwoForms(context);
    const inputs = requireInput(context, explainCommand.examples);
    const { html } = context.settings;
    const isFile = html !== undefined && html !== '-';
    const output = isFile ? await openOutputFile(context, html) : await openResults(context);
    try {
      return await compressDocuments(context, inputs, {
        explain: true,
        async write(compression) {
          for await (const piece of viewOf(context, compression)) await output.write(piece);
          await output.commit();
        },
      });
    } finally {
      output.discard();
    }
  },
};

function viewOf({ settings, terminal }: CommandContext, compression: Compression): AsyncIterable<string> {
  const { limit, color = 'auto' } = settings;
  if (settings.html !== undefined) return explanationPage(compression, limit === undefined ? {} : { limit });
  if (settings.format === 'jsonl') return explanationLines(compression);
  const isShown = settings.output === undefined && terminal.outputColor;
  return explanationText(compression, {
    limit: limit ?? TEXT_LIMIT,
    color: color === 'auto' ? isShown : color === 'always',
  });
}

/** @throws PithError `usage` for flags that say nothing of the form that is asked for */
function refuseTwoForms({ given, settings }: CommandContext): void {
  const clash = given.find((key) => key === 'format' || key === 'output' || key === 'color');
  if (settings.html !== undefined && clash !== undefined) {
    throw new PithError('usage', `--html does not go with --${clash}`, {
      hint: '--html FILE is where the page goes; run once more for the other form',
    });
  }
  if (settings.html === undefined && settings.format === 'jsonl' && given.includes('limit')) {
    throw new PithError('usage', '--limit does not go with --format jsonl', {
      hint: 'the lines are of the whole source; head takes the first of them',
    });
  }
}
