import { PithError } from './errors.ts';
import type { Stage } from './stage.ts';

/** A single stage. */
export interface StageNode<In, Out> {
  readonly type: 'stage';
  readonly stage: Stage<In, Out>;
}

/** Nodes one after the other. */
export interface ChainNode<In, Out> {
  readonly type: 'chain';
  /** At least one, and none of them a chain. */
  readonly nodes: readonly AnyNode[];
  /** Never present: it carries the types of the ends. */
  readonly ends?: (input: In) => Out;
}

/** Nodes side by side that all get every item; their outputs are merged in lockstep. */
export interface TeeNode<In, Out> {
  readonly type: 'tee';
  readonly name: string;
  readonly branches: readonly AnyNode[];
  /** Never present: it carries the type of the input. */
  readonly start?: (input: In) => void;
  /** How many items one branch may read ahead of another. */
  readonly buffer: number;
  /** Takes one output of each branch, in their order. */
  readonly merge: (outputs: readonly unknown[]) => Out;
}

/** A graph with one input and one output. */
export type GraphNode<In, Out> = StageNode<In, Out> | ChainNode<In, Out> | TeeNode<In, Out>;

/** A node whose item types are not known here. */
export type AnyNode = GraphNode<never, unknown>;

/** What graphs are made of: a node, or a bare stage. */
export type Part<In, Out> = Stage<In, Out> | GraphNode<In, Out>;

/** Puts a bare stage into a node. */
export function asNode<In, Out>(part: Part<In, Out>): GraphNode<In, Out> {
  return 'type' in part ? part : { type: 'stage', stage: part };
}

/** Connects parts, each one's output to the next one's input. Chains within it dissolve into it. */
export function chain<A, B>(a: Part<A, B>): ChainNode<A, B>;
export function chain<A, B, C>(a: Part<A, B>, b: Part<B, C>): ChainNode<A, C>;
export function chain<A, B, C, D>(a: Part<A, B>, b: Part<B, C>, c: Part<C, D>): ChainNode<A, D>;
export function chain<A, B, C, D, E>(
  a: Part<A, B>,
  b: Part<B, C>,
  c: Part<C, D>,
  d: Part<D, E>,
): ChainNode<A, E>;
export function chain<A, B, C, D, E, F>(
  a: Part<A, B>,
  b: Part<B, C>,
  c: Part<C, D>,
  d: Part<D, E>,
  e: Part<E, F>,
): ChainNode<A, F>;
export function chain<A, B, C, D, E, F, G>(
  a: Part<A, B>,
  b: Part<B, C>,
  c: Part<C, D>,
  d: Part<D, E>,
  e: Part<E, F>,
  f: Part<F, G>,
): ChainNode<A, G>;
export function chain<A, B, C, D, E, F, G, H>(
  a: Part<A, B>,
  b: Part<B, C>,
  c: Part<C, D>,
  d: Part<D, E>,
  e: Part<E, F>,
  f: Part<F, G>,
  g: Part<G, H>,
): ChainNode<A, H>;
export function chain<A, B, C, D, E, F, G, H, I>(
  a: Part<A, B>,
  b: Part<B, C>,
  c: Part<C, D>,
  d: Part<D, E>,
  e: Part<E, F>,
  f: Part<F, G>,
  g: Part<G, H>,
  h: Part<H, I>,
): ChainNode<A, I>;
export function chain(...parts: readonly Part<never, unknown>[]): ChainNode<never, unknown> {
  const nodes = parts.map(asNode).flatMap((node) => (node.type === 'chain' ? node.nodes : [node]));
  return { type: 'chain', nodes };
}

/** What a part takes; for several parts, what all of them take. */
export type InputOf<P> = [P] extends [Part<infer In, unknown>] ? In : never;

/** What a part gives. */
export type OutputOf<P> = P extends Part<never, infer Out> ? Out : never;

export interface TeeDefinition<Branches extends readonly Part<never, unknown>[], Out> {
  readonly name: string;
  /** Each must give exactly one output for each input, though it may look ahead. They share the items. */
  readonly branches: Branches;
  /**
   * How many items one branch may read ahead of another before the run fails; more than the look-ahead (or a
   * mapStage's concurrency) of any branch. @default 256
   */
  readonly buffer?: number;
  /** Takes the outputs that the branches gave for the same input. */
  readonly merge: (...outputs: { readonly [K in keyof Branches]: OutputOf<Branches[K]> }) => Out;
}

/** Sends every item through each branch, and merges the outputs in lockstep. */
export function tee<const Branches extends readonly Part<never, unknown>[], Out>(
  definition: TeeDefinition<Branches, Out>,
): TeeNode<InputOf<Branches[number]>, Out> {
  const { name, buffer = 256 } = definition;
  const merge = definition.merge as (...outputs: readonly unknown[]) => Out;
  const branches = definition.branches.map(asNode);
  if (branches.length === 0) throw new PithError('usage', `Tee ${name} needs at least one branch.`);
  if (!(buffer >= 1)) throw new PithError('usage', `The buffer of tee ${name} must be 1 or more.`);
  return { type: 'tee', name, branches, buffer, merge: (outputs) => merge(...outputs) };
}
