import { PithError } from '../../pipeline/errors.ts';
import type { AnswerOptions, AnswerRequest, EngineReply, GenerativeEngine, NotesRequest } from './engine.ts';
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
  const [one] = engines;
  if (one === undefined) throw new PithError('usage', 'there is no engine to answer');
  if (engines.length === 1) return one;
  const workers: readonly Worker[] = engines.map((engine) => ({
    engine,
    busy: 0,
    restsUntil: Number.NEGATIVE_INFINITY,
  }));

  /** The best of those not tried: at work before resting, then the least busy. */
  const next = (tried: ReadonlySet<Worker>): Worker | undefined => {
    const at = now();
    return workers
      .filter((worker) => !tried.has(worker))
      .sort((a, b) => rest(a, at) - rest(b, at) || a.busy - b.busy)[0];
  };

  const ask = async (worker: Worker, ...request: Parameters<GenerativeEngine['answer']>) => {
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

  return {
    type: 'generative',
    name: [...new Set(engines.map(({ name }) => name))].join(', '),
    contextLimit: Math.min(...engines.map(({ contextLimit }) => contextLimit)),
    counter: one.counter,
    overhead: (question) => Math.max(...engines.map((engine) => engine.overhead(question))),
    async answer(request: AnswerRequest | NotesRequest, options?: AnswerOptions): Promise<EngineReply> {
      const tried = new Set<Worker>();
      for (let worker = next(tried); worker !== undefined; ) {
        tried.add(worker);
        try {
          return await ask(worker, request, options);
        } catch (error) {
          const other = next(tried);
          if (other === undefined || !isUnwell(error) || (error.partial ?? '') !== '') throw error;
          worker = other;
        }
      }
      throw new PithError('usage', 'there is no engine to answer');
    },
    async close() {
      await Promise.all(engines.map((engine) => engine.close()));
    },
  };
}

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
