import type { CommandContext } from '../command.ts';
import { readTextFile } from '../read-text-file.ts';

/** The inputs that `--files-from` lists, one a line. */
export async function listedInputs({ settings, terminal }: CommandContext): Promise<readonly string[]> {
  const { filesFrom } = settings;
  if (filesFrom === undefined) return [];
  const text = filesFrom === '-' ? await readAll(terminal.stdin) : await readTextFile(filesFrom);
  return text.split(/\r?\n/).filter((line) => line !== '');
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
