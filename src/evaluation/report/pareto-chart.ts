import { isSameCurve } from '../setting.ts';
import type { Summary } from '../summary.ts';
import { chartHtml } from './chart.ts';
import { share, time } from './figures.ts';
import { markOf, type Series } from './series.ts';

/** What survives at one ratio over what the compression takes; a line joins those that nothing beats in both. */
export function paretoChart({ curves }: Summary, ratio: number, series: readonly Series[]): string {
  const points = curves.flatMap((curve) => {
    const own = series.find((one) => isSameCurve(one, curve));
    const point = curve.points.find((one) => one.ratio === ratio);
    const seconds = point?.compressSecondsPerThousand ?? null;
    const kept = point?.measures.survival?.mean;
    if (own === undefined || seconds === null || kept === undefined) return [];
    return [{ own, seconds: Math.max(seconds, SHORTEST), kept }];
  });
  if (points.length === 0) return '';
  const axis = axisOf(points.map(({ seconds }) => seconds));
  const caption = `Answers that survive at ratio ${ratio}, and what that takes`;
  const label = `${caption}. ${points.map(({ own, seconds, kept }) => `${own.name}: ${share(kept)} in ${time(seconds)}`).join(', ')}.`;
  return chartHtml({ caption, label, axis }, (plot) => {
    const front = points
      .filter(({ seconds, kept }) => !points.some((one) => one.seconds < seconds && one.kept >= kept))
      .sort((a, b) => a.seconds - b.seconds);
    const path = front.map(({ seconds, kept }) => `${plot.x(seconds)} ${plot.y(kept)}`).join('L');
    const marks = points.map(({ own, seconds, kept }) =>
      markOf(own, plot.x(seconds), plot.y(kept), `${own.name}: ${share(kept)} in ${time(seconds)}`),
    );
    return `<path class="front" d="M${path}"/>${marks.join('')}`;
  });
}

/** Below this, a compression takes no time that could be shown. */
const SHORTEST = 1e-5;

/** Powers of ten around some times. */
function axisOf(seconds: readonly number[]) {
  const low = 10 ** Math.floor(Math.log10(Math.min(...seconds)));
  const high = Math.max(10 * low, 10 ** Math.ceil(Math.log10(Math.max(...seconds))));
  const ticks: (readonly [number, string])[] = [];
  for (let tick = low; tick <= high * 1.01; tick *= 10) ticks.push([tick, tickName(tick)]);
  return { name: 'seconds for 1,000 tokens', low, high, ticks };
}

function tickName(seconds: number): string {
  return `${Number(seconds.toPrecision(1))}`;
}
