import { PithError } from '../../pipeline/errors.ts';
import { shown } from '../check-arguments.ts';
import { openResources, type ResourceOptions, type Resources } from '../resources.ts';
import { checkedRate, type StreamOptions } from './stream-options.ts';
import { type StreamPart, StreamRun } from './stream-run.ts';
import { streamWindows } from './stream-windows.ts';

/** Text in pieces of any size, which need not end. */
export type StreamSource = AsyncIterable<string> | Iterable<string>;

/**
 * Cuts a text to a share of its tokens while it comes, in one reading and flat memory: what is kept of some 16 Ki characters
 * is handed on once 16 Ki more have come at most. At any time the output has no more tokens than the ratio leaves of what was
 * read so far, and nearly as many: up to 2% are saved for parts that are worth more. The same text gives the same
 * output, however it is divided into pieces. When the source ends, what was taken in is finished.
 *
 * @throws {PithError} `usage` for senseless arguments, or a JSON document, which must be seen whole; `model` for missing or
 * damaged files; `aborted` once the signal has aborted and the source gives more or ends.
 *
 * @example
 * for await (const { text } of compressStream(process.stdin.setEncoding('utf8'), { level: 1 })) process.stdout.write(text);
 */
export async function* compressStream(
  source: StreamSource,
  options: ResourceOptions & StreamOptions = {},
): AsyncGenerator<StreamPart, void, undefined> {
  const rate = checkedArguments(source, options);
  await using resources = await openResources(options);
  yield* streamParts(resources, source, rate, options);
}

/** The same with what is loaded already. */
export function streamWith(
  resources: Resources,
  source: StreamSource,
  options: StreamOptions,
): AsyncGenerator<StreamPart, void, undefined> {
  return streamParts(resources, source, checkedArguments(source, options), options);
}

async function* streamParts(
  resources: Resources,
  source: StreamSource,
  rate: number,
  options: StreamOptions,
): AsyncGenerator<StreamPart, void, undefined> {
  const frequencies = resources.frequencies.take();
  try {
    const run = new StreamRun(resources, frequencies, rate, options);
    for await (const window of streamWindows(source, options.mediaType)) yield await run.part(window);
  } finally {
    resources.frequencies.giveBack(frequencies);
  }
}

function checkedArguments(source: unknown, options: StreamOptions): number {
  const isIterable =
    typeof source === 'object' &&
    source !== null &&
    (Symbol.asyncIterator in source || Symbol.iterator in source);
  if (isIterable) return checkedRate(options);
  throw new PithError('usage', `the source must be an iterable of texts, not ${shown(source)}`, {
    hint: 'such as a readable stream with an encoding, or an array of texts; for one text there is compress',
  });
}
