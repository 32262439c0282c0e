import { Board } from './board.ts';
import type { StageCounters } from './counters.ts';
import { describeGraph } from './describe.ts';
import { PithError } from './errors.ts';
import type { StageEvent } from './events.ts';
import { asNode, type Part } from './graph.ts';
import { Lifecycle, type RunFailure } from './lifecycle.ts';
import type { Link } from './link.ts';
import { link, wire } from './wire.ts';

export type { StageCounters } from './counters.ts';
export type { RunFailure } from './lifecycle.ts';

/** How a run is stopped and watched. */
export interface RunOptions {
  /** Aborts the run: reading it then throws a PithError of code `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** Called for every event, while stages wait; it must be quick, and an error in it is the stage's error. */
  readonly onEvent?: ((event: StageEvent) => void) | undefined;
  /**
   * How long, in milliseconds, the run's end waits for a stage that does not answer because it ignores the
   * signal. A `finally` block that has begun is always awaited. @default 1000
   */
  readonly grace?: number | undefined;
  /** A clock in milliseconds, for the counters. @default performance.now */
  readonly now?: (() => number) | undefined;
}

/**
 * A graph at work. Reading it drives it, and nothing happens before; it can be read once. To stop reading, or an
 * error, shuts every stage down, and their `finally` blocks have run when the reader goes on.
 *
 * Errors arrive as they were thrown, whatever their class; `failure()` tells which stage threw.
 */
export interface Run<Out> extends AsyncIterable<Out> {
  [Symbol.asyncIterator](): AsyncGenerator<Out, void, undefined>;
  /** What each stage has done so far, in the order of the graph; a tee comes before its branches. */
  counters(): readonly StageCounters[];
  /** The first error, and the stage it came from; undefined if there is none, or if the run was aborted. */
  failure(): RunFailure | undefined;
}

/**
 * Makes a run of `part` over `source`.
 *
 * @throws {PithError} `usage` if the run is read twice.
 */
export function runGraph<In, Out>(
  part: Part<In, Out>,
  source: AsyncIterable<In> | Iterable<In>,
  options: RunOptions = {},
): Run<Out> {
  const { signal, onEvent, now = () => performance.now(), grace = 1000 } = options;
  const board = new Board(describeGraph(part), now, onEvent);
  let lifecycle: Lifecycle | undefined;
  return {
    counters: () => board.counters(),
    failure: () => lifecycle?.failure,
    [Symbol.asyncIterator]() {
      if (lifecycle !== undefined) throw new PithError('usage', 'A run can be read only once.');
      lifecycle = new Lifecycle(signal, grace, (path, message) => board.warn(path, message));
      return drive(() => start(part, source, board, lifecycle as Lifecycle), lifecycle);
    },
  };
}

/** Puts the graph together and returns its last link. */
function start<In, Out>(
  part: Part<In, Out>,
  source: AsyncIterable<In> | Iterable<In>,
  board: Board,
  lifecycle: Lifecycle,
): Link<Out> {
  const input = { stream: asAsync(source) };
  const wiring = { lifecycle, board };
  return link(wire(asNode(part), board.description, input, wiring), {}, wiring) as Link<Out>;
}

async function* drive<Out>(
  begin: () => Link<Out>,
  lifecycle: Lifecycle,
): AsyncGenerator<Out, void, undefined> {
  try {
    const last = begin();
    for (let next = await last.next(); !next.done; next = await last.next()) yield next.value;
  } catch (error) {
    lifecycle.fail('run', error);
    await lifecycle.finish();
    throw lifecycle.error;
  } finally {
    await lifecycle.finish();
  }
}

function asAsync<T>(source: AsyncIterable<T> | Iterable<T>): AsyncIterable<T> {
  if (Symbol.asyncIterator in source) return source;
  return (async function* () {
    yield* source;
  })();
}
