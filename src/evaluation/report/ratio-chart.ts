import type { Estimate } from '../bootstrap.ts';
import { MEASURE_NAMES, type Measure } from '../result.ts';
import { isSameCurve } from '../setting.ts';
import type { Summary } from '../summary.ts';
import { chartHtml, type Plot } from './chart.ts';
import { share } from './figures.ts';
import { markOf, type Series } from './series.ts';

/** A measure over the ratio, a line a level, with its interval as a band; nothing where no row has it. */
export function ratioChart(
  summary: Summary,
  measure: Measure,
  series: readonly Series[],
  caption: string = MEASURE_NAMES[measure],
): string {
  const lines = summary.curves.flatMap((curve) => {
    const own = series.find((one) => isSameCurve(one, curve));
    const points = curve.points.flatMap(({ ratio, measures }) => {
      const estimate = measures[measure];
      return estimate === undefined ? [] : [{ ratio, estimate }];
    });
    return own === undefined || points.length === 0 ? [] : [{ own, points }];
  });
  if (lines.length === 0) return '';
  const ratios = [...new Set(lines.flatMap(({ points }) => points.map(({ ratio }) => ratio)))].sort(
    (a, b) => a - b,
  );
  const before = summary.uncompressed?.measures[measure];
  const axis = {
    name: 'ratio (input tokens by budget)',
    low: ratios[0] ?? 1,
    high: ratios.at(-1) ?? 1,
    ticks: ratios.map((ratio) => [ratio, `${ratio}`] as const),
  };
  const label = `${caption} by ratio. ${lines
    .map(({ own, points }) => `${own.name}: ${points.map(pointText).join(', ')}`)
    .join('. ')}.`;
  return chartHtml({ caption, label, axis }, (plot) =>
    [
      ...(before === undefined ? [] : [baseline(before, plot, axis)]),
      ...lines.map(({ points, own }) => band(points, own, plot)),
      ...lines.map(({ points, own }) => line(points, own, plot)),
    ].join(''),
  );
}

interface ChartPoint {
  readonly ratio: number;
  readonly estimate: Estimate;
}

function pointText({ ratio, estimate }: ChartPoint): string {
  return `${share(estimate.mean)} at ${ratio}`;
}

/** Where the text as it is lies. */
function baseline(
  { mean }: Estimate,
  plot: Plot,
  { low, high }: { readonly low: number; readonly high: number },
): string {
  const y = plot.y(mean);
  const title = `<title>uncompressed: ${share(mean)}</title>`;
  return `<path class="asis" d="M${plot.x(low)} ${y}H${plot.x(high)}">${title}</path>`;
}

function band(points: readonly ChartPoint[], { look }: Series, plot: Plot): string {
  const upper = points.map(({ ratio, estimate }) => `${plot.x(ratio)} ${plot.y(estimate.high)}`);
  const lower = points.map(({ ratio, estimate }) => `${plot.x(ratio)} ${plot.y(estimate.low)}`).reverse();
  return `<path class="band s${look}" d="M${[...upper, ...lower].join('L')}Z"/>`;
}

function line(points: readonly ChartPoint[], own: Series, plot: Plot): string {
  const path = points.map(({ ratio, estimate }) => `${plot.x(ratio)} ${plot.y(estimate.mean)}`).join('L');
  const marks = points.map(({ ratio, estimate }) => {
    const { mean, low, high } = estimate;
    const title = `${own.name}, ratio ${ratio}: ${share(mean)} (${share(low)}–${share(high)})`;
    return markOf(own, plot.x(ratio), plot.y(mean), title);
  });
  return `<path class="line s${own.look}${own.isAsked ? '' : ' broken'}" d="M${path}"/>${marks.join('')}`;
}
