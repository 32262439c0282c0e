import type { TokenCounter } from '../../tokens/token-counter.ts';
import { EngineError } from '../engine-error.ts';
import type { Http } from './http.ts';

/** Counts the tokens of a text without those that a prompt begins with. */
export type ServerCounter = (text: string, signal?: AbortSignal) => Promise<number>;

/**
 * Counts by way of the server, or by another counter where it does not count, or fails to: a window that turns out too long is cut
 * smaller, and a server that is gone is another's to replace. It is asked how when the first text comes, and no more once it did not
 * say so in time: each text would wait as long. That it fails is said once.
 */
export function serverCounter(
  http: Http,
  model: string,
  other: TokenCounter,
  onWarning?: (message: string) => void,
): ServerCounter {
  let finding: Promise<ServerCounter | undefined> | undefined;
  let hasFailed = false;
  return async (text, signal) => {
    try {
      finding ??= findServerCounter(http, model, signal);
      return (await (await finding)?.(text, signal)) ?? other.count(text);
    } catch (error) {
      const isSlow = error instanceof EngineError && hasTimedOut(error);
      finding = isSlow ? Promise.resolve(undefined) : undefined;
      if (!(error instanceof EngineError)) throw error;
      if (!hasFailed)
        onWarning?.(`Windows are sized by an estimate, as tokens could not be counted: ${error.message}`);
      hasFailed = true;
      return other.count(text);
    }
  };
}

/**
 * How a server counts tokens: as vLLM and SGLang do, by `prompt` and `count`, or as llama-server, by `content` and `tokens`.
 * Undefined for a server that does not, such as a hosted one.
 */
async function findServerCounter(
  http: Http,
  model: string,
  signal?: AbortSignal,
): Promise<ServerCounter | undefined> {
  const ask = async (body: object, stop: AbortSignal | undefined): Promise<TokenizeReply | null> => {
    try {
      const response = await http.request(PATH, body, stop, true);
      return (await response.json()) as TokenizeReply | null;
    } catch (error) {
      throw error instanceof SyntaxError ? noCount(error) : http.failure(error, '', stop);
    }
  };
  const byPrompt: ServerCounter = async (prompt, stop) =>
    counted((await ask({ model, prompt, add_special_tokens: false }, stop))?.count);
  const byContent: ServerCounter = async (content, stop) =>
    counted((await ask({ content, add_special: false }, stop))?.tokens?.length);

  for (const counter of [byPrompt, byContent]) {
    try {
      if ((await counter(SAMPLE, signal)) > 0) return counter;
    } catch (error) {
      if (!(error instanceof EngineError) || error.failure === 'unreachable') throw error;
    }
  }
  return undefined;
}

function hasTimedOut({ cause }: EngineError): boolean {
  return cause instanceof Error && cause.name === 'TimeoutError';
}

/** Beside the API, not under it. */
const PATH = '/../tokenize';
const SAMPLE = 'Which of them is it?';

interface TokenizeReply {
  readonly count?: number;
  readonly tokens?: readonly unknown[];
}

function counted(tokens: unknown): number {
  if (typeof tokens === 'number') return tokens;
  throw noCount();
}

function noCount(cause?: SyntaxError): EngineError {
  return new EngineError('protocol', 'The server does not say how many tokens a text has.', { cause });
}
