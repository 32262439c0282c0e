import type { StageCounters } from '../pipeline/counters.ts';
import type { PassReport } from './passes.ts';

/** The passes of many compressions, those through the same stages added up. */
export class PassTotals {
  readonly #passes = new Map<string, PassReport>();

  get reports(): readonly PassReport[] {
    return [...this.#passes.values()];
  }

  add(pass: PassReport): void {
    const key = [pass.name, ...pass.counters.map(({ path }) => path)].join(' ');
    const known = this.#passes.get(key);
    const counters = known?.counters.map((sum, at) => added(sum, pass.counters[at]));
    this.#passes.set(key, counters === undefined ? pass : { ...pass, counters });
  }
}

function added(sum: StageCounters, one: StageCounters | undefined): StageCounters {
  if (one === undefined) return sum;
  return {
    path: sum.path,
    name: sum.name,
    itemsIn: sum.itemsIn + one.itemsIn,
    itemsOut: sum.itemsOut + one.itemsOut,
    characters: sum.characters + one.characters,
    tokens: sum.tokens + one.tokens,
    busySeconds: sum.busySeconds + one.busySeconds,
    waitingSeconds: sum.waitingSeconds + one.waitingSeconds,
  };
}
