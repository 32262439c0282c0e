import type { Readable } from 'node:stream';
import { questionsOf } from '../compress/compress-options.ts';
import type { CompressStats } from '../compress/compression.ts';
import { openResources, type Resources } from '../compress/resources.ts';
import { streamWith } from '../compress/stream/compress-stream.ts';
import { checkedRate, type StreamOptions } from '../compress/stream/stream-options.ts';
import type { StreamPart } from '../compress/stream/stream-run.ts';
import { PithError } from '../pipeline/errors.ts';
import { parseMediaType } from '../stages/media-type.ts';
import { decodeText } from '../stages/read/decode.ts';
import { fileBytes } from '../stages/read/file-bytes.ts';
import { type CommandContext, type ExitCode, exitCodes } from './command.ts';
import { compressOptions } from './compress-options.ts';
import type { CompressOutputs } from './compress-outputs.ts';
import { longName } from './flag.ts';
import type { FlagKey } from './flags.ts';
import { interruption } from './interruption.ts';
import { warnOfReading } from './open-documents.ts';
import { resourceOptions } from './resource-options.ts';
import { statsFile } from './stats-file.ts';
import { summaryLine } from './summary.ts';
import { writePart } from './write-documents.ts';

/** What needs the whole input, or more than one reading of it. */
const foreign = [
  'dryRun',
  'records',
  'provenance',
  'protect',
  'strict',
  'perDocument',
  'targetTokens',
  'fit',
] as const;

/** @throws PithError `usage` for settings that a stream cannot keep */
export function refuseForeign({ settings, given }: CommandContext, inputs: readonly string[]): void {
  const isSet = (key: FlagKey) => settings[key] !== undefined && settings[key] !== false;
  const { condense } = settings;
  const isCondensed = condense === 'only' || (condense === 'on' && given.includes('condense'));
  const lost: FlagKey | undefined = isCondensed ? 'condense' : foreign.find(isSet);
  if (lost !== undefined) {
    throw new PithError('usage', `--${longName(lost)} does not go with --stream`, {
      hint: 'a stream is read only once, and need not end: give a --ratio or a --rate',
    });
  }
  if (inputs.length > 1) {
    throw new PithError('usage', '--stream takes one input', {
      hint: 'join them: cat a.log b.log | pith compress --stream',
    });
  }
}

/** Compresses the input while it comes. When it ends, or the run is interrupted, what was taken in is finished. */
export async function compressStream(
  context: CommandContext,
  [input = '-']: readonly string[],
  outputs: CompressOutputs,
): Promise<ExitCode> {
  const started = performance.now();
  const { settings, signal, usage } = context;
  const options = await streamOptions(context);
  await using resources = await openResources(resourceOptions(context));
  const source = new CountedText(decoded(context, input));
  const shown = { id: input, questions: questionsOf(options) };
  let last: StreamPart | undefined;
  let before = { inputTokens: 0, outputTokens: 0 };
  for await (const part of streamWith(resources, source, options)) {
    if (settings.format === 'jsonl') await writePart(part, before, shown, outputs.results);
    else await outputs.results.write(part.text);
    await outputs.results.flush();
    before = part;
    last = part;
  }
  if (interruption(signal) === exitCodes.done) throw signal.reason;
  const seconds = (performance.now() - started) / 1000;
  const figures = { ...figuresOf(resources, checkedRate(options), last), inputChars: source.length, seconds };
  await outputs.stats?.write(statsFile({ records: null, ...figures }, usage()));
  await outputs.commit();
  report(context, figures);
  return interruption(signal) ?? exitCodes.done;
}

async function streamOptions(context: CommandContext): Promise<StreamOptions> {
  const { question, gap, keep, minPassage, budget } = await compressOptions(context);
  const { mediaType } = context.settings;
  return {
    question,
    gap,
    keep,
    minPassage,
    budget,
    mediaType: mediaType === undefined ? undefined : parseMediaType(mediaType),
  };
}

function decoded(context: CommandContext, input: string): AsyncIterable<string> {
  const { settings, terminal, signal } = context;
  const bytes = input === '-' ? untilInterrupted(terminal.stdin, signal) : fileBytes(input);
  return decodeText(whileRunning(bytes, signal), {
    document: input,
    allowBinary: settings.force === true,
    onWarning: (warning) => warnOfReading(context, warning),
  });
}

/** A pipe that is silent must not keep an interrupted run waiting. */
async function* untilInterrupted(stdin: Readable, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const stop = () => stdin.destroy();
  signal.addEventListener('abort', stop);
  try {
    yield* stdin;
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function* whileRunning(
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    yield chunk;
    if (signal.aborted) return;
  }
}

class CountedText implements AsyncIterable<string> {
  /** UTF-16 units so far. */
  length = 0;
  readonly #source: AsyncIterable<string>;

  constructor(source: AsyncIterable<string>) {
    this.#source = source;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    for await (const chunk of this.#source) {
      this.length += chunk.length;
      yield chunk;
    }
  }
}

function figuresOf(
  { level, scorerName, counter }: Resources,
  rate: number,
  { inputTokens = 0, outputTokens = 0 }: Partial<StreamPart> = {},
) {
  return {
    documents: 1,
    inputTokens,
    outputTokens,
    budget: Math.floor(rate * inputTokens),
    ratio: inputTokens === outputTokens ? 1 : inputTokens / outputTokens,
    level,
    scorer: scorerName,
    tokenizer: counter.name,
    readChars: null,
    repeated: null,
    passes: [],
  };
}

function report({ settings, terminal }: CommandContext, figures: CompressStats): void {
  const { passes: _, scorer, ...rest } = figures;
  if (settings.json === true) terminal.writeError(`${JSON.stringify({ ...rest, scorer })}\n`);
  else if (settings.quiet !== true)
    terminal.writeError(`pith: ${summaryLine(settings.scorer === undefined ? rest : { ...rest, scorer })}\n`);
}
