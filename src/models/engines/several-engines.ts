import { PithError } from '../../pipeline/errors.ts';
import type { EngineReply, GenerativeEngine } from './engine.ts';
import { EngineError, type EngineFailure } from './engine-error.ts';

export interface SeveralEnginesOptions {
  /** How long an engine that failed gets no requests while others work, in milliseconds. @default 30_000 */
  readonly restMs?: number;
  /** @default performance.now */
  readonly now?: () => number;
}

/** Failures of an engine, not of the request: another engine may do better, and this one had better rest. */
const unwell: ReadonlySet<EngineFailure> = new Set(['unreachable', 'rate-limited', 'server', 'cut']);

/**
 * Several engines that answer alike, such as servers of one model, as one. A request goes to the engine with the fewest at
 * work. One that fails rests for a while, and its request goes on to another, unless a part of the answer had come already.
 * Before it gets a request again, it is asked whether it is well, and rests on if not.
 *
 * @throws {PithError} `usage` without engines.
 */
export function severalEngines(
  engines: readonly GenerativeEngine[],
  { restMs = 30_000, now = () => performance.now() }: SeveralEnginesOptions = {},
): GenerativeEngine {
  const workers = engines.map(
    (engine): Worker => ({ engine, busy: 0, restsUntil: Number.NEGATIVE_INFINITY, hasFailed: false }),
  );
  const [first] = workers;
  if (first === undefined) throw new PithError('usage', 'there is no engine to answer');
  if (workers.length === 1) return first.engine;

  /** The best of those not tried: at work before resting, then the least busy. */
  const next = (tried: ReadonlySet<Worker>): Worker | undefined => {
    const at = now();
    return workers
      .filter((worker) => !tried.has(worker))
      .sort((a, b) => rest(a, at) - rest(b, at) || a.busy - b.busy)[0];
  };

  const rests = (worker: Worker) => {
    worker.restsUntil = now() + restMs;
    worker.hasFailed = true;
  };

  const ask = async (worker: Worker, ...request: Request) => {
    worker.busy += 1;
    try {
      const reply = await worker.engine.answer(...request);
      worker.hasFailed = false;
      return reply;
    } catch (error) {
      if (isUnwell(error)) rests(worker);
      throw error;
    } finally {
      worker.busy -= 1;
    }
  };

  const goOn = async (passed: Passed, ...request: Request): Promise<EngineReply> => {
    const { tried, looked } = passed;
    const worker = next(tried) ?? first;
    const isBack = worker.hasFailed && rest(worker, now()) === 0 && !looked.has(worker);
    if (isBack && worker.engine.isWell && !(await worker.engine.isWell(request[1]?.signal))) {
      looked.add(worker);
      rests(worker);
      return goOn(passed, ...request);
    }
    tried.add(worker);
    try {
      return await ask(worker, ...request);
    } catch (error) {
      if (tried.size === workers.length || !isUnwell(error) || (error.partial ?? '') !== '') throw error;
      return goOn(passed, ...request);
    }
  };

  return {
    type: 'generative',
    name: [...new Set(engines.map(({ name }) => name))].join(', '),
    contextLimit: Math.min(...engines.map(({ contextLimit }) => contextLimit)),
    concurrency: engines.reduce((sum, { concurrency = 1 }) => sum + concurrency, 0),
    counter: first.engine.counter,
    countTokens: first.engine.countTokens,
    overhead: async (question) =>
      Math.max(...(await Promise.all(engines.map((engine) => engine.overhead(question))))),
    answer: (request, options) => goOn({ tried: new Set(), looked: new Set() }, request, options),
    async close() {
      await Promise.all(engines.map((engine) => engine.close()));
    },
  };
}

type Request = Parameters<GenerativeEngine['answer']>;

interface Worker {
  readonly engine: GenerativeEngine;
  busy: number;
  restsUntil: number;
  /** True from a failure to the next answer. */
  hasFailed: boolean;
}

/** What became of a request so far. */
interface Passed {
  /** Those that could not answer it. */
  readonly tried: Set<Worker>;
  /** Those that were found to be not well yet. */
  readonly looked: Set<Worker>;
}

function isUnwell(error: unknown): error is EngineError {
  return error instanceof EngineError && unwell.has(error.failure);
}

/** How long an engine still rests. */
function rest({ restsUntil }: Worker, at: number): number {
  return Math.max(0, restsUntil - at);
}
