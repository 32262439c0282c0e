import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Compression } from '../compress/compression.ts';
import type { Compressor } from '../compress/compressor.ts';
import { openFiles } from '../open-files.ts';
import { PithError } from '../pipeline/errors.ts';
import type { TextWriter } from '../pipeline/text-writer.ts';
import { detectMediaType, type MediaType } from '../stages/media-type.ts';
import type { ReadWarning } from '../stages/read/decode.ts';
import { contentHash } from './content-hash.ts';
import type { BatchInput } from './inputs.ts';
import { brokenWork, type Work } from './work.ts';

export interface TextWorkOptions {
  readonly compressor: Compressor;
  /** @default by name and content */
  readonly mediaType?: MediaType | undefined;
  /** Bytes that a document may have. */
  readonly maxBytes?: number | undefined;
  /** Takes bytes that are no text for text. */
  readonly allowBinary: boolean;
  /** The form of the outputs: its name, and what writes it. */
  readonly form: {
    readonly name: string;
    readonly write: (result: Compression, output: TextWriter) => Promise<void>;
  };
  readonly onWarning: (warning: ReadWarning) => void;
}

/** A file as work: its documents under one budget, as `compress` does. */
export async function textWork(
  input: BatchInput,
  options: TextWorkOptions,
  signal: AbortSignal,
): Promise<Work> {
  const { path, output: name } = input;
  try {
    const before = await stateOf(path);
    const hash = await contentHash(path, signal);
    return {
      input: path,
      name,
      // Lines of JSON say what they were read from.
      content:
        options.form.name === 'text' ? hash : createHash('sha256').update(hash).update(path).digest('hex'),
      bytes: input.bytes,
      records: null,
      async make(cut, output, workSignal) {
        const { stats } = await compressFile(path, options, cut.options, output, workSignal);
        if ((await stateOf(path)) !== before) throw changed(path);
        return { tokensIn: stats.inputTokens, tokensOut: stats.outputTokens, failures: [] };
      },
    };
  } catch (error) {
    if (signal.aborted || !PithError.isInstance(error)) throw error;
    return brokenWork(path, name, error);
  }
}

async function compressFile(
  path: string,
  { compressor, mediaType, maxBytes, allowBinary, form, onWarning }: TextWorkOptions,
  options: Parameters<Compressor['compress']>[1],
  output: TextWriter,
  signal: AbortSignal,
): Promise<Pick<Compression, 'stats'>> {
  await using opened = await openFiles([path], {
    decompress: true,
    allowBinary,
    openCompressed: true,
    hash: form.name !== 'text',
    onWarning,
    signal,
    ...(mediaType === undefined ? {} : { mediaType }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  });
  const question =
    options?.question ?? opened.documents.find(({ origin }) => origin?.questions)?.origin?.questions;
  await using result = await compressor.compress(opened.documents, { ...options, question, signal });
  await form.write(result, output);
  await output.flush();
  return result;
}

/** The name of what is written of a file: of pages and PDF files, it is their text. */
export function textOutputName(
  name: string,
  { mediaType, form }: { readonly mediaType?: MediaType | undefined; readonly form: string },
): string {
  const isPage = mediaType === undefined && detectMediaType(name, '') === 'text/html';
  const text = isPage ? '.md' : /\.pdf$/i.test(name) ? '.txt' : '';
  return `${name}${text}${form === 'jsonl' ? '.jsonl' : ''}`;
}

async function stateOf(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found && `${found.size} ${found.mtimeMs} ${found.ino}`;
}

function changed(path: string): PithError {
  return new PithError('input', `'${path}' changed while it was read`, {
    hint: 'Compress a copy that nothing writes to.',
    at: { document: path },
  });
}
