import { abortedError } from './abort.ts';
import type { CountIncrement } from './counters.ts';
import type { StageReport } from './events.ts';
import { mapOrdered } from './map-ordered.ts';

/** What the runner gives to a running stage. */
export interface StageContext {
  /** Aborts when the run is aborted, has failed anywhere, or is no longer read. */
  readonly signal: AbortSignal;
  /** Reports an item that failed, or a warning. */
  readonly emit: (report: StageReport) => void;
  /** Adds to the stage's counters. */
  count(add: CountIncrement): void;
  /**
   * Runs a task that overlaps the stage's own waiting, and counts its time as busy. A stage that simply works
   * between taking and yielding needs no such thing; {@link mapStage} uses it for its concurrent calls.
   */
  work<T>(task: () => T | Promise<T>): Promise<T>;
}

/** A named step from a stream of items to a stream of items. */
export interface Stage<In, Out> {
  readonly name: string;
  /** Raise it whenever the same input and options give other output. */
  readonly version: number;
  /** What the stage was made with; shown to users and part of cache keys. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Starts the stage on a source. An async generator fits. */
  readonly run: (source: AsyncIterable<In>, context: StageContext) => AsyncIterable<Out>;
}

export interface StageDefinition<In, Out> {
  readonly name: string;
  /** @default 1 */
  readonly version?: number;
  /** @default {} */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly run: (source: AsyncIterable<In>, context: StageContext) => AsyncIterable<Out>;
}

/** Makes a stage from an async generator. */
export function stage<In, Out>(definition: StageDefinition<In, Out>): Stage<In, Out> {
  const { name, version = 1, options = {}, run } = definition;
  return { name, version, options, run };
}

export interface MapStageDefinition<In, Out> {
  readonly name: string;
  /** @default 1 */
  readonly version?: number;
  /** @default {} */
  readonly options?: Readonly<Record<string, unknown>>;
  /** How many items may be in flight at a time. @default 1 */
  readonly concurrency?: number;
  readonly map: (item: In, context: StageContext) => Out | Promise<Out>;
}

/**
 * Makes a stage that maps each item to one item: at most `concurrency` in flight, results in input order.
 * The first error in input order ends the stage and aborts what is in flight.
 */
export function mapStage<In, Out>(definition: MapStageDefinition<In, Out>): Stage<In, Out> {
  const { concurrency = 1, map } = definition;
  return stage({
    ...definition,
    run: (source: AsyncIterable<In>, context) =>
      concurrency === 1
        ? mapInTurn(source, map, context)
        : mapOrdered(
            source,
            concurrency,
            (item, signal) => context.work(() => map(item, { ...context, signal })),
            context.signal,
          ),
  });
}

async function* mapInTurn<In, Out>(
  source: AsyncIterable<In>,
  map: MapStageDefinition<In, Out>['map'],
  context: StageContext,
): AsyncGenerator<Out, void, undefined> {
  for await (const item of source) {
    if (context.signal.aborted) throw abortedError(context.signal);
    yield await map(item, context);
  }
}

/** A context for running a stage by hand, outside a graph: nothing is counted, and reports go to `emit`. */
export function detachedContext(
  options: { readonly signal?: AbortSignal; readonly emit?: (report: StageReport) => void } = {},
): StageContext {
  const { signal = new AbortController().signal, emit = () => {} } = options;
  return { signal, emit, count() {}, work: async (task) => task() };
}
