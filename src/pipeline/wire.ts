import type { Board } from './board.ts';
import type { Meter } from './counters.ts';
import { PithError } from './errors.ts';
import { FanOut } from './fan-out.ts';
import type { AnyNode, TeeNode } from './graph.ts';
import type { GraphDescription, TeeDescription } from './graph-description.ts';
import type { Lifecycle } from './lifecycle.ts';
import { Link } from './link.ts';

/** What running stages share. */
export interface Wiring {
  readonly lifecycle: Lifecycle;
  readonly board: Board;
}

/** A stream in the making, and the meter of the stage it comes from (none: the run's source, or a tee's fork). */
export interface Outlet {
  readonly stream: AsyncIterable<unknown>;
  readonly from?: Meter;
}

/** Starts a node on a stream, with a {@link Link} between any two stages. */
export function wire(node: AnyNode, description: GraphDescription, input: Outlet, wiring: Wiring): Outlet {
  if (node.type === 'stage' && description.type === 'stage') {
    const meter = wiring.board.meter(description.path);
    const source = link(input, { counts: meter, waits: meter }, wiring) as Link<never>;
    const context = wiring.board.context(meter, wiring.lifecycle.signal);
    // Started by its first request, so that what it throws then is blamed on it.
    const stream = {
      [Symbol.asyncIterator]: () => node.stage.run(source, context)[Symbol.asyncIterator](),
    };
    return { stream, from: meter };
  }
  if (node.type === 'chain' && description.type === 'chain') {
    return node.nodes.reduce<Outlet>(
      (outlet, child, index) => wire(child, description.nodes[index] as GraphDescription, outlet, wiring),
      input,
    );
  }
  if (node.type === 'tee' && description.type === 'tee') return wireTee(node, description, input, wiring);
  throw new TypeError('The description is of another graph.');
}

/** Connects an outlet with whoever reads it: `counts` counts the items, and `waits` its waiting. */
export function link(
  { stream, from }: Outlet,
  to: { readonly counts?: Meter; readonly waits?: Meter },
  { lifecycle, board }: Wiring,
): Link<unknown> {
  const ends = {
    path: from?.path ?? 'source',
    onRequest(change: 1 | -1): void {
      from?.wanted(change);
      to.waits?.pulling(change);
    },
    onItem(): void {
      if (from !== undefined) board.handedOn(from);
      if (to.counts !== undefined) board.took(to.counts);
    },
  };
  return new Link(stream, ends, lifecycle);
}

function wireTee(
  node: TeeNode<never, unknown>,
  description: TeeDescription,
  input: Outlet,
  wiring: Wiring,
): Outlet {
  const meter = wiring.board.meter(description.path);
  const source = link(input, { counts: meter }, wiring);
  const fanOut = new FanOut(description.path, source, node.branches.length, node.buffer);
  const outputs = node.branches.map((branch, index) => {
    const stream = fanOut.readers[index] as AsyncIterable<unknown>;
    const outlet = wire(branch, description.branches[index] as GraphDescription, { stream }, wiring);
    return link(outlet, { waits: meter }, wiring);
  });
  return { stream: mergeInLockstep(node, description.path, fanOut, outputs), from: meter };
}

async function* mergeInLockstep(
  node: TeeNode<never, unknown>,
  path: string,
  fanOut: FanOut<unknown>,
  outputs: readonly Link<unknown>[],
): AsyncGenerator<unknown> {
  const take = async (output: Link<unknown>, index: number): Promise<IteratorResult<unknown>> => {
    fanOut.setWanted(index, true);
    try {
      return await output.next();
    } finally {
      fanOut.setWanted(index, false);
    }
  };
  try {
    for (let count = 0; ; count++) {
      const results = await Promise.all(outputs.map(take));
      const ended = results.findIndex(({ done }) => done);
      if (results.every(({ done }) => done)) return;
      if (ended >= 0) throw uneven(path, ended, count);
      yield node.merge(results.map(({ value }) => value));
    }
  } finally {
    await Promise.all(outputs.map((output) => output.return()));
  }
}

function uneven(path: string, branch: number, count: number): PithError {
  return new PithError(
    'usage',
    `Branch ${branch + 1} of tee ${path} ended after ${count} outputs, and another branch goes on.`,
    { hint: 'Each branch of a tee must give exactly one output for each input.' },
  );
}
