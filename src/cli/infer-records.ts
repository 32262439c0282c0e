import { inferRecords } from '../infer-records.ts';
import type { Engine } from '../models/engines/engine.ts';
import type { TextDocument } from '../stages/document.ts';
import { type InputRecord, inputRecords } from '../stages/read/input-records.ts';
import type { CommandContext, ExitCode } from './command.ts';
import { openDocuments } from './open-documents.ts';
import type { OutputFile } from './output-file.ts';
import { RecordOutput } from './record-output.ts';

/** Answers each record of the inputs; a line of output for a line of input, in their order. */
export async function inferEachRecord(
  context: CommandContext,
  inputs: readonly string[],
  engine: Engine,
  results: OutputFile,
): Promise<ExitCode> {
  const { settings, terminal, signal } = context;
  const { question, textField, questionField, earlyExit, answers = 1 } = settings;
  const output = new RecordOutput(context, results);
  await using opened = await openDocuments(context, inputs);
  /** Those that are at work, by their ordinal. */
  const taken = new Map<number, InputRecord>();

  /** Keeps its place in the count for a record that could not be read, as a null. */
  async function* records(documents: readonly TextDocument[]): AsyncGenerator<unknown> {
    let index = 0;
    for await (const record of inputRecords(documents, signal)) {
      taken.set(index++, record);
      yield record.value ?? null;
    }
  }

  const answered = inferRecords(records(opened.documents), {
    engine,
    answers,
    earlyExit,
    signal,
    onWarning: (message) => terminal.writeError(`pith: warning: ${message}\n`),
    question: question?.length === 1 ? question[0] : question,
    textField,
    questionField,
    locate: (index) => taken.get(index)?.at,
  });
  for await (const result of answered) {
    if (result.type === 'answered') await output.done(result.record);
    else await output.failed(result.record, taken.get(result.index)?.error ?? result.error);
    taken.delete(result.index);
  }
  return output.report('answered');
}
