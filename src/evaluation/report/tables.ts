import type { Estimate } from '../bootstrap.ts';
import { MEASURE_NAMES, type Measure, measures } from '../result.ts';
import { curveName } from '../setting.ts';
import type { Comparison, Point, Summary } from '../summary.ts';
import { interval, share, signed, time } from './figures.ts';

/** Every measure of every setting, with its interval: a table a measure. */
export function measureTables(summary: Summary): string {
  return measures.map((measure) => measureTable(summary, measure)).join('');
}

function measureTable({ uncompressed, curves }: Summary, measure: Measure): string {
  const has = (point: Point | undefined) => point?.measures[measure] !== undefined;
  if (!curves.some(({ points }) => points.some(has))) return '';
  const cellOf = (point: Point | undefined) => {
    const estimate = point?.measures[measure];
    return estimate === undefined ? '–' : interval(estimate);
  };
  const isAnswered = has(uncompressed);
  const rows = curves.map((curve) => [
    curveName(curve),
    ...(isAnswered ? [cellOf(uncompressed)] : []),
    ...ratiosIn(curves).map((ratio) => cellOf(curve.points.find((point) => point.ratio === ratio))),
  ]);
  const head = [
    'setting',
    ...(isAnswered ? ['uncompressed'] : []),
    ...ratiosIn(curves).map((ratio) => `ratio ${ratio}`),
  ];
  return tableHtml(MEASURE_NAMES[measure], head, rows);
}

/** What it takes, and whether it pays end to end. */
export function timeTable({ uncompressed, curves }: Summary): string {
  const before = uncompressed?.inferSeconds ?? null;
  const rows = curves.flatMap((curve) =>
    curve.points.map((point) => [
      curveName(curve),
      `${point.ratio}`,
      point.reachedRatio.toFixed(2),
      point.compressSecondsPerThousand === null ? '–' : time(point.compressSecondsPerThousand),
      ...(before === null || point.inferSeconds === null
        ? []
        : [time(before), time(point.inferSeconds), point.paid === null ? '–' : share(point.paid)]),
    ]),
  );
  const head = [
    'setting',
    'ratio',
    'reached',
    'compression of 1,000 tokens',
    ...(before === null ? [] : ['answer uncompressed', 'answer compressed', 'rows where it paid']),
  ];
  return tableHtml('Time', head, rows);
}

/** Differences on the same rows. Those whose interval does not hold 0 stand out. */
export function comparisonTable(comparisons: readonly Comparison[]): string {
  if (comparisons.length === 0) return '';
  const ratios = [
    ...new Set(comparisons.flatMap(({ differences }) => differences.map(({ ratio }) => ratio))),
  ].sort((a, b) => a - b);
  const rows = comparisons.map(({ first, second, measure, differences }) => [
    curveName(second),
    curveName(first),
    MEASURE_NAMES[measure],
    ...ratios.map((ratio) => differenceCell(differences.find((one) => one.ratio === ratio)?.difference)),
  ]);
  return tableHtml(
    'Differences on the same rows',
    ['setting', 'beside', 'measure', ...ratios.map((ratio) => `ratio ${ratio}`)],
    rows,
  );
}

function differenceCell(difference: Estimate | undefined): string {
  if (difference === undefined) return '–';
  const { mean, low, high } = difference;
  const shown = `${signed(mean)} <span class="soft">(${signed(low)} to ${signed(high)})</span>`;
  return low > 0 || high < 0 ? `<strong>${shown}</strong>` : shown;
}

/** A table that scrolls by itself where it is wider than the page; the cells are HTML. */
export function tableHtml(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const headings = head.map((name) => `<th scope="col">${name}</th>`).join('');
  const body = rows.map(([name = '', ...cells]) => {
    const own = cells.map((cell) => `<td>${cell}</td>`).join('');
    return `<tr><th scope="row">${name}</th>${own}</tr>`;
  });
  return `<div class="wide" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption><thead><tr>${headings}</tr></thead><tbody>${body.join('')}</tbody></table></div>\n`;
}

function ratiosIn(curves: Summary['curves']): readonly number[] {
  return [...new Set(curves.flatMap(({ points }) => points.map(({ ratio }) => ratio)))].sort((a, b) => a - b);
}
