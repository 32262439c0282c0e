import { Meter, type StageCounters } from './counters.ts';
import type { ChunkReport, StageEvent, StageReport } from './events.ts';
import type { GraphDescription } from './graph-description.ts';
import type { StageContext } from './stage.ts';

/** The meters of a graph's stages, and the voice in which the stages speak. */
export class Board {
  readonly description: GraphDescription;
  readonly #meters = new Map<string, Meter>();
  readonly #onEvent: ((event: StageEvent) => void) | undefined;

  constructor(description: GraphDescription, now: () => number, onEvent?: (event: StageEvent) => void) {
    this.description = description;
    this.#onEvent = onEvent;
    for (const { path, name } of placesOf(description)) this.#meters.set(path, new Meter(path, name, now));
  }

  counters(): readonly StageCounters[] {
    return Array.from(this.#meters.values(), (meter) => meter.snapshot());
  }

  meter(path: string): Meter {
    const meter = this.#meters.get(path);
    if (meter === undefined) throw new TypeError(`The graph has no stage ${path}.`);
    return meter;
  }

  took(meter: Meter): void {
    meter.took();
    this.#emit(meter, { type: 'chunk-start' });
  }

  handedOn(meter: Meter): void {
    meter.handedOn();
    this.#emit(meter, { type: 'chunk-end' });
  }

  /** A warning about a stage rather than by it; `path` may also be the run's source. */
  warn(path: string, message: string): void {
    const meter = this.#meters.get(path) ?? new Meter(path, path, () => 0);
    this.#emit(meter, { type: 'warning', message });
  }

  context(meter: Meter, signal: AbortSignal): StageContext {
    return {
      signal,
      emit: (report) => this.#emit(meter, report),
      count: (add) => meter.count(add),
      async work(task) {
        meter.working(1);
        try {
          return await task();
        } finally {
          meter.working(-1);
        }
      },
    };
  }

  #emit(meter: Meter, report: StageReport | ChunkReport): void {
    this.#onEvent?.({ ...report, stage: meter.path, counters: meter.snapshot() });
  }
}

function placesOf(description: GraphDescription): { readonly path: string; readonly name: string }[] {
  switch (description.type) {
    case 'stage':
      return [description];
    case 'chain':
      return description.nodes.flatMap(placesOf);
    case 'tee':
      return [description, ...description.branches.flatMap(placesOf)];
  }
}
