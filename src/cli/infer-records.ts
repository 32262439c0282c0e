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
  const { settings, signal } = context;
  const { question, textField, questionField, answers = 1 } = settings;
  const output = new RecordOutput(context, results);
  await using opened = await openDocuments(context, inputs);
  let current: InputRecord | undefined;

  /** Keeps its place in the count for a record that could not be read, as a null. */
  async function* records(documents: readonly TextDocument[]): AsyncGenerator<unknown> {
    for await (current of inputRecords(documents, signal)) yield current.value ?? null;
  }

  const answered = inferRecords(records(opened.documents), {
    engine,
    answers,
    signal,
    question: question?.length === 1 ? question[0] : question,
    textField,
    questionField,
    locate: () => current?.at,
  });
  for await (const result of answered) {
    if (result.type === 'answered') await output.done(result.record);
    else await output.failed(result.record, current?.error ?? result.error);
  }
  return output.report('answered');
}
