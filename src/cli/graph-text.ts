import type { PassReport } from '../compress/passes.ts';
import { formatGraph } from '../pipeline/describe.ts';

/** A pass, and in which case there is one, if it is not in any. */
export type DrawnPass = PassReport & { readonly condition?: string };

/** The graph of each pass over the source, and what its stages have done if `withCounters`. */
export function graphText(
  passes: readonly DrawnPass[],
  columns: number,
  options: { readonly withCounters: boolean } = { withCounters: true },
): string {
  return passes
    .map(({ name, graph, counters, condition }, index) => {
      const drawn = formatGraph(graph, options.withCounters ? counters : [], Math.min(columns, 100));
      const heading = condition === undefined ? name : `${name} (${condition})`;
      return `pass ${index + 1}: ${heading}\n${drawn}\n`;
    })
    .join('\n');
}
