import { availableParallelism } from 'node:os';
import { openCompressor } from '../compress/compressor.ts';
import { compressRecord, type DataRecord, type RecordOptions } from '../compress/record.ts';
import { type ErrorCode, PithError } from '../pipeline/errors.ts';
import { mapOrdered } from '../pipeline/map-ordered.ts';
import { parseMediaType } from '../stages/media-type.ts';
import { type InputRecord, inputRecords } from '../stages/read/input-records.ts';
import type { CommandContext, ExitCode } from './command.ts';
import { compressOptions } from './compress-options.ts';
import type { CompressOutputs } from './compress-outputs.ts';
import { openDocuments } from './open-documents.ts';
import { RecordOutput } from './record-output.ts';
import { RecordTotals } from './record-totals.ts';
import { resourceOptions } from './resource-options.ts';

/** Compresses each record by itself; a line of output for a line of input, in their order. */
export async function compressEachRecord(
  context: CommandContext,
  inputs: readonly string[],
  outputs: CompressOutputs,
): Promise<ExitCode> {
  const { settings, signal, usage } = context;
  if (outputs.provenance !== undefined) {
    throw new PithError('usage', '--provenance does not go with --records', {
      hint: 'each record of the output carries its own spans',
    });
  }
  await using opened = await openDocuments(context, inputs);
  await using compressor = await openCompressor(resourceOptions(context));
  const output = new RecordOutput(context, outputs.results);
  const totals = new RecordTotals(settings);
  const options: RecordOptions = { ...(await recordOptions(context)), onStats: (stats) => totals.add(stats) };
  const results = mapOrdered(
    inputRecords(opened.documents, signal),
    settings.threads ?? availableParallelism(),
    (record, recordSignal) =>
      outcome(record, (value) =>
        compressRecord(compressor, value, { ...options, at: record.at, signal: recordSignal }),
      ),
    signal,
  );
  for await (const { record, error } of results) {
    if (error !== undefined) await output.failed(record, error);
    else await output.done(record);
  }
  if (outputs.stats !== undefined) await outputs.stats.write(totals.statsFile(usage()));
  await outputs.commit();
  return output.report('compressed');
}

interface Outcome {
  /** The compressed record, or the one of the input if there is an error. */
  readonly record: DataRecord;
  readonly error: PithError | undefined;
}

/** An error that concerns one record only is part of the outcome; any other ends the run. */
async function outcome(
  { value, error }: InputRecord,
  compress: (record: DataRecord) => Promise<DataRecord>,
): Promise<Outcome> {
  if (value === undefined) return { record: {}, error };
  try {
    return { record: await compress(value), error: undefined };
  } catch (cause) {
    if (PithError.isInstance(cause) && ofOneRecord.includes(cause.code))
      return { record: value, error: cause };
    throw cause;
  }
}

const ofOneRecord: readonly ErrorCode[] = ['input', 'budget', 'protected', 'guard'];

async function recordOptions(context: CommandContext): Promise<RecordOptions> {
  const { textField, questionField, mediaType } = context.settings;
  return {
    ...(await compressOptions(context)),
    textField,
    questionField,
    mediaType: mediaType === undefined ? undefined : parseMediaType(mediaType),
  };
}
