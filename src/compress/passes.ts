import type { StageCounters } from '../pipeline/counters.ts';
import { describeGraph, type GraphDescription } from '../pipeline/describe.ts';
import type { StageEvent } from '../pipeline/events.ts';
import { chain, type Part } from '../pipeline/graph.ts';
import { type RunOptions, runGraph } from '../pipeline/run.ts';
import type { NumberedDocument, PassageBatch } from '../stages/batch.ts';
import type { TextDocument } from '../stages/document.ts';
import { readStage } from '../stages/read/read-stage.ts';
import { segmentStage } from '../stages/segment/segment-stage.ts';
import { steadyDocument } from './steady-document.ts';

/** One reading of the source: its graph, and what each stage did. */
export interface PassReport {
  /** `survey`, `skim`, `rank`, `score`, `write` or `fill`. */
  readonly name: string;
  /** The stages and their options; see `formatGraph`. */
  readonly graph: GraphDescription;
  /** What each stage took in, handed on and spent its time on. */
  readonly counters: readonly StageCounters[];
}

/** An event, and the pass it belongs to. */
export interface CompressEvent {
  readonly pass: string;
  readonly event: StageEvent;
  /** The document that is read, where each has a budget of its own. */
  readonly ordinal?: number;
}

/** Reads the source as often as needed, each time through another graph. */
export class Passes {
  readonly reports: PassReport[] = [];
  /** The documents, each refused when it changes between two readings. */
  readonly documents: readonly TextDocument[];
  readonly #signal: AbortSignal | undefined;
  readonly #onEvent: ((event: CompressEvent) => void) | undefined;
  readonly #findsPadding: boolean | undefined;

  constructor(
    documents: readonly TextDocument[],
    options: {
      readonly signal?: AbortSignal | undefined;
      readonly onEvent?: ((event: CompressEvent) => void) | undefined;
      /** Whether white space that says nothing is found, to be left out. @default false */
      readonly findsPadding?: boolean;
    },
  ) {
    this.documents = documents.map(steadyDocument);
    this.#signal = options.signal;
    this.#onEvent = options.onEvent;
    this.#findsPadding = options.findsPadding;
  }

  /** Sends the passages of all documents through `part`. */
  async run<Out>(
    name: string,
    part: Part<PassageBatch, Out>,
    onOutput?: (output: Out) => Promise<void> | void,
  ): Promise<void> {
    const onEvent = this.#onEvent;
    const { graph, run } = this.#start(
      part,
      onEvent === undefined ? {} : { onEvent: (event: StageEvent) => onEvent({ pass: name, event }) },
    );
    for await (const output of run) await onOutput?.(output);
    this.reports.push({ name, graph: describeGraph(graph), counters: run.counters() });
  }

  /** The same as the reader asks for it, once the work is done: neither watched nor reported. */
  async *read<Out>(part: Part<PassageBatch, Out>): AsyncGenerator<Out, void, undefined> {
    yield* this.#start(part, {}).run;
  }

  #start<Out>(part: Part<PassageBatch, Out>, options: Pick<RunOptions, 'onEvent'>) {
    const graph = chain(readStage(), segmentStage({ findsPadding: this.#findsPadding }), part);
    return { graph, run: runGraph(graph, this.#numbered(), { signal: this.#signal, ...options }) };
  }

  *#numbered(): Iterable<NumberedDocument> {
    for (const [ordinal, document] of this.documents.entries()) yield { document, ordinal };
  }
}
