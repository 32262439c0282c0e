import type { PassReport } from '../compress/passes.ts';
import { formatGraph } from '../pipeline/describe.ts';

/** The graph of each pass over the source, and what its stages have done if `withCounters`. */
export function graphText(
  passes: readonly PassReport[],
  columns: number,
  options: { readonly withCounters: boolean } = { withCounters: true },
): string {
  return passes
    .map(({ name, graph, counters }, index) => {
      const drawn = formatGraph(graph, options.withCounters ? counters : [], Math.min(columns, 100));
      return `pass ${index + 1}: ${name}\n${drawn}\n`;
    })
    .join('\n');
}
