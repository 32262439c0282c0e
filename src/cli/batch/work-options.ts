import type { WorkOptions } from '../../batch/batch-work.ts';
import { partStem } from '../../batch/record-work.ts';
import { textOutputName } from '../../batch/text-work.ts';
import type { Compression } from '../../compress/compression.ts';
import type { Compressor } from '../../compress/compressor.ts';
import type { TextWriter } from '../../pipeline/text-writer.ts';
import { parseMediaType } from '../../stages/media-type.ts';
import type { CommandContext } from '../command.ts';
import { readingWarning } from '../open-documents.ts';
import { writeJsonl } from '../write-documents.ts';

/** How the settings want inputs made into work. */
export function workOptions(
  { settings, signal }: CommandContext,
  compressor: Compressor,
  onWarning: (message: string) => void,
): WorkOptions {
  const { records, retries = 0, timeLimit: seconds, partRecords = 1, maxSize: maxBytes } = settings;
  const allowBinary = settings.force === true;
  if (records === true) return { type: 'records', compressor, partRecords, retries, seconds, allowBinary };
  const { format = 'text', mediaType } = settings;
  const write = format === 'jsonl' ? writeJsonl : writeText(signal);
  return {
    type: 'texts',
    compressor,
    mediaType: mediaType === undefined ? undefined : parseMediaType(mediaType),
    maxBytes,
    allowBinary,
    form: { name: format, write },
    onWarning(warning) {
      const message = readingWarning(warning);
      if (message !== undefined) onWarning(message);
    },
  };
}

/** The name of the output of an input, or what those of its parts begin with. */
export function outputNames({ settings }: CommandContext): (name: string) => string {
  const { records, format = 'text', mediaType } = settings;
  if (records === true) return partStem;
  const type = mediaType === undefined ? undefined : parseMediaType(mediaType);
  return (name) => textOutputName(name, { mediaType: type, form: format });
}

function writeText(signal: AbortSignal) {
  return async (compression: Compression, output: TextWriter): Promise<void> => {
    const unchanged = compression.unchanged(signal);
    if (unchanged === undefined) for await (const piece of compression.text()) await output.write(piece);
    else for await (const bytes of unchanged) await output.writeBytes(bytes);
  };
}
