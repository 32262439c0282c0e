import { MEASURE_NAMES, measures } from '../evaluation/result.ts';
import { curveName } from '../evaluation/setting.ts';
import type { Point, Summary } from '../evaluation/summary.ts';
import { table } from './table.ts';

/** The means of every measure: a table each, a line a setting, a column a ratio. */
export function summaryText(summary: Summary): string {
  const { uncompressed, curves } = summary;
  const ratios = [...new Set(curves.flatMap(({ points }) => points.map(({ ratio }) => ratio)))];
  const tables = measures.flatMap((measure) => {
    const shown = (point: Point | undefined) => point?.measures[measure]?.mean.toFixed(3) ?? '-';
    if (!curves.some(({ points }) => points.some((point) => measure in point.measures))) return [];
    const rows = curves.map((curve) => [
      curveName(curve),
      ...(uncompressed === undefined ? [] : [shown(uncompressed)]),
      ...ratios.map((ratio) => shown(curve.points.find((point) => point.ratio === ratio))),
    ]);
    const head = [
      MEASURE_NAMES[measure].toLowerCase(),
      ...(uncompressed === undefined ? [] : ['as it is']),
      ...ratios.map((ratio) => `ratio ${ratio}`),
    ];
    return [table([head, ...rows])];
  });
  return tables.join('\n');
}
