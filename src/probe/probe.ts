import type { Engine, TokenUsage } from '../models/engines/engine.ts';
import type { TokenCounter } from '../models/tokens/token-counter.ts';
import { PithError } from '../pipeline/errors.ts';
import { type Needle, probeText } from './probe-text.ts';

/** How long a context is tried, and where the facts stand in it. */
export interface ProbeOptions {
  /** Tokens of the context, as `counter` counts them. */
  readonly tokens: number;
  /** How many facts are planted, evenly from the beginning to the end. @default 5 */
  readonly needles?: number;
  readonly counter: TokenCounter;
  readonly signal?: AbortSignal | undefined;
  /** Receives each result as it comes. */
  readonly onResult?: ((result: ProbeAnswer) => void) | undefined;
}

/** What an engine said when it was asked for a planted fact. */
export interface ProbeAnswer extends Needle {
  /** What the engine answered first; undefined if it found nothing, or failed. */
  readonly said: string | undefined;
  readonly isFound: boolean;
  /** What went wrong, if something did. */
  readonly error?: PithError;
  readonly seconds: number;
  readonly usage?: TokenUsage;
}

/** How an engine did on a context of some length. */
export interface ProbeReport {
  readonly engine: string;
  /** Tokens of the context, as they were counted here. */
  readonly tokens: number;
  readonly answers: readonly ProbeAnswer[];
}

/**
 * Tries an engine before it is trusted: plants facts at several depths of a generated context, sent as one request, and asks for
 * each. The context comes first and is the same for all, so that a server with a prefix cache reads it once.
 *
 * @throws {PithError} `usage` for a context that the engine does not hold, `aborted` when the signal aborts.
 */
export async function probe(engine: Engine, options: ProbeOptions): Promise<ProbeReport> {
  const { needles = 5, counter, signal } = options;
  const room = await roomOf(engine, options);
  const depths = Array.from({ length: needles }, (_, at) => (needles === 1 ? 0.5 : at / (needles - 1)));
  const { text, tokens, needles: planted } = probeText({ tokens: room, depths, counter });
  const answers: ProbeAnswer[] = [];
  for (const needle of planted) {
    const answer = await ask(engine, text, needle, signal);
    answers.push(answer);
    options.onResult?.(answer);
  }
  return { engine: engine.name, tokens, answers };
}

/** What is left of the asked tokens for the context. */
async function roomOf(engine: Engine, { tokens }: ProbeOptions): Promise<number> {
  if (tokens > engine.contextLimit) {
    throw new PithError(
      'usage',
      `${engine.name} reads ${engine.contextLimit} tokens at once, not ${tokens}`,
      { hint: 'Probe a shorter context, or start the server with a longer one.' },
    );
  }
  const overhead = engine.type === 'generative' ? await engine.overhead(USUAL_QUESTION) : 0;
  const room = tokens - overhead;
  if (room >= SHORTEST) return room;
  throw new PithError('usage', `of ${tokens} tokens, the question and the answer take ${overhead}`, {
    hint: `Probe ${overhead + SHORTEST} tokens or more.`,
  });
}

const USUAL_QUESTION = 'What is the access code of the Northgate archive?';
/** A context that still has a beginning, a middle and an end. */
const SHORTEST = 200;

async function ask(
  engine: Engine,
  text: string,
  needle: Needle,
  signal: AbortSignal | undefined,
): Promise<ProbeAnswer> {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  try {
    const context = [{ id: 'probe', text }];
    const request = { type: 'answer', question: needle.question, context } as const;
    const { answers, usage } = await engine.answer(request, { signal });
    const said = answers[0]?.text;
    const isFound = said?.includes(needle.answer) ?? false;
    return { ...needle, said, isFound, seconds: seconds(), ...(usage === undefined ? {} : { usage }) };
  } catch (error) {
    if (!PithError.isInstance(error) || error.code === 'aborted') throw error;
    return { ...needle, said: undefined, isFound: false, error, seconds: seconds() };
  }
}
