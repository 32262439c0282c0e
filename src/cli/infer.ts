import type { PassReport } from '../compress/passes.ts';
import { type InferResult, infer } from '../infer.ts';
import type { ContextDocument, Engine } from '../models/engines/engine.ts';
import { EngineError } from '../models/engines/engine-error.ts';
import { PithError } from '../pipeline/errors.ts';
import { parseContext } from '../stages/infer/parse-context.ts';
import { answerStream } from './answer-stream.ts';
import { answerLine, citationLines, inferSummary } from './answer-text.ts';
import { type Command, type CommandContext, type ExitCode, exitCodes } from './command.ts';
import { graphText } from './graph-text.ts';
import { openEngine, refuseForeignFlags } from './infer-engine.ts';
import { inferEachRecord } from './infer-records.ts';
import { openDocuments } from './open-documents.ts';
import { openResults } from './open-output.ts';
import type { OutputFile } from './output-file.ts';
import { probeEngine } from './probe.ts';
import { progress } from './progress.ts';
import { refuseOtherFormats } from './record-format.ts';
import { requireInput } from './require-input.ts';

export const inferCommand: Command = {
  name: 'infer',
  summary: 'answer a question from a text of any length',
  description:
    'Reads the jsonl form of compress, which carries its question and cites original offsets, or any other text. The ' +
    'embedded reader cuts the answer out of the text; --engine openai asks a server, and --engine llama runs a language ' +
    'model itself, with node-llama-cpp. A text over the limit of the ' +
    'engine is read in overlapping windows. Each answer is one line: the answer, its source, the confidence. Several ' +
    'questions are answered one after the other, each under a line with a # and the question.',
  operands: {
    usage: '[inputs...]',
    description:
      'Files, folders, globs, or - for standard input (the default when it is piped); folders and globs leave out hidden ' +
      'files and node_modules',
  },
  examples: [
    {
      does: 'ask a whole folder; the question travels with the compressed text',
      command: 'pith compress docs -q "Which clause covers data loss?" -t 4000 --format jsonl | pith infer',
    },
    { does: 'ask one file', command: 'pith infer contract.md -q "Which clause covers data loss?"' },
    {
      does: 'ask a model behind an OpenAI-compatible server',
      command:
        'pith infer notes.txt -q "Who decided?" --engine openai --base-url http://localhost:8000/v1 --model llama-4-scout',
    },
    {
      does: 'let llama.cpp read it, in this process',
      command: 'pith infer notes.txt -q "Who decided?" --engine llama --model model.gguf',
    },
    {
      does: 'find out what a server finds in 100,000 tokens, before it is trusted',
      command: 'pith infer --probe --tokens 100K --engine openai --base-url http://localhost:8000/v1',
    },
    {
      does: 'answer every record of a file',
      command: 'pith infer --records questions.jsonl -o answers.jsonl',
    },
  ],
  async run(context) {
    refuseForeignFlags(context);
    if (context.settings.probe === true) return probeEngine(context);
    refuseOtherFormats(context);
    const inputs = requireInput(context, inferCommand.examples);
    const results = await openResults(context);
    try {
      return await runOn(context, inputs, results);
    } finally {
      results.discard();
    }
  },
};

async function runOn(
  context: CommandContext,
  inputs: readonly string[],
  results: OutputFile,
): Promise<ExitCode> {
  if (context.settings.records === true) {
    const code = await withEngine(context, (engine) => inferEachRecord(context, inputs, engine, results));
    await results.commit();
    return code;
  }
  const { questions, documents } = await readContext(context, inputs);
  return withEngine(context, async (engine) => {
    const answered: Answered[] = [];
    for (const question of questions) {
      const passes: PassReport[] = [];
      if (questions.length > 1) await writeQuestion(context, engine, question, results);
      const result = await ask(context, engine, { question, documents }, passes);
      answered.push({ result, passes });
      if (!isStreamed(context, engine)) await writeAnswers(context, result, results);
    }
    await writeJson(context, answered, results);
    await results.commit();
    for (const one of answered) report(context, one);
    return outcome(context, answered);
  });
}

async function withEngine<T>(context: CommandContext, use: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openEngine(context);
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

/** An answered question, and how. */
interface Answered {
  readonly result: InferResult;
  readonly passes: readonly PassReport[];
}

interface QuestionsAndContext {
  readonly questions: readonly string[];
  readonly documents: readonly ContextDocument[];
}

/** Everything to read, and the questions of the command line, or else those that came with the text. */
async function readContext(context: CommandContext, inputs: readonly string[]): Promise<QuestionsAndContext> {
  const documents: ContextDocument[] = [];
  let questions = context.settings.question;
  await using opened = await openDocuments(context, inputs);
  for (const document of opened.documents) {
    const pages = document.extraction?.pages;
    const parsed = await parseContext(document.open(context.signal));
    questions ??= parsed.questions;
    const own = { id: document.id, ...(pages && { pages: pages.starts }) };
    documents.push(...parsed.documents.map((one) => (one.id === '-' ? { ...one, ...own } : one)));
  }
  if (documents.length === 0) {
    throw new PithError('input', 'the input is empty', {
      hint: 'in a pipe, look at what the command before it says',
    });
  }
  if (questions !== undefined) return { questions, documents };
  throw new PithError('usage', 'there is no question', {
    hint: 'give one with -q, or pass the output of `pith compress -q … --format jsonl` on',
  });
}

async function ask(
  context: CommandContext,
  engine: Engine,
  { question, documents }: { readonly question: string; readonly documents: readonly ContextDocument[] },
  passes: PassReport[],
): Promise<InferResult> {
  const { settings, terminal, signal } = context;
  const bar = progress(terminal, { quiet: settings.quiet === true, now: () => performance.now() });
  const stream = isStreamed(context, engine) ? answerStream(terminal.stdout) : undefined;
  try {
    const result = await infer(documents, {
      question,
      engine,
      signal,
      answers: settings.answers ?? 1,
      earlyExit: settings.earlyExit,
      onPass: (pass) => passes.unshift({ name: 'infer', ...pass }),
      onWarning(message) {
        bar.clear();
        terminal.writeError(`pith: warning: ${message}\n`);
      },
      onProgress: (done, total) => bar.update({ phase: 'read', done, total }),
      onText(text) {
        bar.clear();
        stream?.write(text);
      },
    });
    return result;
  } catch (error) {
    if (stream?.isOpen !== true) writePartial(context, error);
    throw error;
  } finally {
    bar.clear();
    await stream?.end();
  }
}

/** What had come of an answer, or the notes that were taken for it, where a failure would take them along. */
function writePartial({ terminal }: CommandContext, error: unknown): void {
  if (!(error instanceof EngineError) || (error.partial ?? '') === '') return;
  terminal.writeError(`pith: what had come until then:\n${error.partial}\n`);
}

/** What an engine writes is passed on as it comes, except into a file, which is written whole or not at all. */
function isStreamed({ settings }: CommandContext, engine: Engine): boolean {
  const isPlain = settings.format === 'text' && (settings.output ?? '-') === '-';
  return engine.type === 'generative' && isPlain;
}

/** Above its answers, where there are several questions, and answers are for people. */
async function writeQuestion(
  context: CommandContext,
  engine: Engine,
  question: string,
  results: OutputFile,
): Promise<void> {
  if (context.settings.format !== 'text') return;
  const line = `# ${question.replaceAll(/\s+/g, ' ')}\n`;
  if (!isStreamed(context, engine)) return results.write(line);
  await context.terminal.stdout.write(line);
}

async function writeAnswers(
  { settings }: CommandContext,
  result: InferResult,
  results: OutputFile,
): Promise<void> {
  if (settings.format === 'jsonl') return results.write(`${JSON.stringify(result)}\n`);
  if (settings.format === 'text')
    for (const answer of result.answers) await results.write(answerLine(answer));
}

/** One result, or a list of several. */
async function writeJson(
  { settings }: CommandContext,
  answered: readonly Answered[],
  results: OutputFile,
): Promise<void> {
  if (settings.format !== 'json') return;
  const all = answered.map(({ result }) => result);
  await results.write(`${JSON.stringify(all.length === 1 ? all[0] : all, undefined, 2)}\n`);
}

function report({ settings, terminal }: CommandContext, { result, passes }: Answered): void {
  if (settings.verbose === true) terminal.writeError(graphText(passes, terminal.columns));
  const { answers, question: _, ...figures } = result;
  if (settings.json === true)
    terminal.writeError(`${JSON.stringify({ answers: answers.length, ...figures })}\n`);
  else if (settings.quiet !== true) {
    if (settings.format === 'text') for (const answer of answers) terminal.writeError(citationLines(answer));
    terminal.writeError(`pith: ${inferSummary(figures)}\n`);
  }
}

function outcome({ terminal }: CommandContext, answered: readonly Answered[]): ExitCode {
  const open = answered.filter(({ result }) => result.answers.length === 0);
  if (open.length === 0) return exitCodes.done;
  if (answered.length === 1) {
    terminal.writeError('pith: the text holds no answer\n');
    return exitCodes.failed;
  }
  for (const { result } of open)
    terminal.writeError(`pith: the text holds no answer to: ${result.question}\n`);
  return open.length < answered.length ? exitCodes.someFailed : exitCodes.failed;
}
