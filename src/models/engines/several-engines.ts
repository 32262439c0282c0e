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
 *
 * @throws {PithError} `usage` without engines.
 */
export function severalEngines(
  engines: readonly GenerativeEngine[],
  { restMs = 30_000, now = () => performance.now() }: SeveralEnginesOptions = {},
): GenerativeEngine {
  const workers = engines.map(
    (engine): Worker => ({ engine, busy: 0, restsUntil: Number.NEGATIVE_INFINITY }),
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

  const ask = async (worker: Worker, ...request: Request) => {
    worker.busy += 1;
    try {
      return await worker.engine.answer(...request);
    } catch (error) {
      if (isUnwell(error)) worker.restsUntil = now() + restMs;
      throw error;
    } finally {
      worker.busy -= 1;
    }
  };

  const goOn = async (worker: Worker, tried: Set<Worker>, ...request: Request): Promise<EngineReply> => {
    tried.add(worker);
    try {
      return await ask(worker, ...request);
    } catch (error) {
      const other = next(tried);
      if (other === undefined || !isUnwell(error) || (error.partial ?? '') !== '') throw error;
      return goOn(other, tried, ...request);
    }
  };

  return {
    type: 'generative',
    name: [...new Set(engines.map(({ name }) => name))].join(', '),
    contextLimit: Math.min(...engines.map(({ contextLimit }) => contextLimit)),
    counter: first.engine.counter,
    overhead: (question) => Math.max(...engines.map((engine) => engine.overhead(question))),
    answer: (request, options) => goOn(next(new Set()) ?? first, new Set(), request, options),
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
}

function isUnwell(error: unknown): error is EngineError {
  return error instanceof EngineError && unwell.has(error.failure);
}

/** How long an engine still rests. */
function rest({ restsUntil }: Worker, at: number): number {
  return Math.max(0, restsUntil - at);
}
