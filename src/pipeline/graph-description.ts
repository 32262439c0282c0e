import type { JsonValue } from './json.ts';

/** A graph as plain JSON. */
export type GraphDescription = StageDescription | ChainDescription | TeeDescription;

export interface StageDescription {
  readonly type: 'stage';
  /** Unique in the graph; the same as in counters and events. */
  readonly path: string;
  readonly name: string;
  readonly version: number;
  readonly options: { readonly [name: string]: JsonValue };
}

export interface ChainDescription {
  readonly type: 'chain';
  readonly nodes: readonly GraphDescription[];
}

export interface TeeDescription {
  readonly type: 'tee';
  readonly path: string;
  readonly name: string;
  readonly buffer: number;
  readonly branches: readonly GraphDescription[];
}
