import { PithError } from '../../pipeline/errors.ts';
import { type KeptLine, parseKeptLine } from '../../stages/read/kept-line.ts';
import { lines } from '../../stages/read/lines.ts';
import type { CommandContext } from '../command.ts';
import { openDocuments } from '../open-documents.ts';

const LONGEST_LINE = 2 ** 28;

/**
 * What a file says of documents, each once: a stream writes a line for each of its parts.
 *
 * @throws PithError `input` where a line is none of those that compress writes, or there is none at all
 */
export async function readKeptLines(context: CommandContext, file: string): Promise<readonly KeptLine[]> {
  await using opened = await openDocuments(context, [file]);
  const kept: KeptLine[] = [];
  for (const document of opened.documents) {
    for await (const { line, text } of lines(document.open(context.signal), LONGEST_LINE)) {
      if (text?.trim() === '') continue;
      const next = parseKeptLine(text ?? '', { document: document.id, line });
      const last = kept.at(-1);
      if (last !== undefined && goesOn(last, next))
        kept[kept.length - 1] = { ...last, spans: last.spans.concat(next.spans) };
      else kept.push(next);
    }
  }
  if (kept.length > 0) return kept;
  throw new PithError('input', `there is no line in ${file === '-' ? 'standard input' : file}`, {
    hint: 'give what `pith compress --format jsonl` or `--provenance` wrote',
  });
}

/** Whether a line is of the document of the line before it, and of what follows there. */
function goesOn(last: KeptLine, next: KeptLine): boolean {
  const end = last.spans.at(-1)?.[1] ?? 0;
  const start = next.spans[0]?.[0] ?? end;
  return last.id === next.id && last.sha256 === next.sha256 && last.reader === next.reader && start >= end;
}
