/** The paper of a chart: where values lie on it. */
export interface Plot {
  x(value: number): number;
  y(value: number): number;
}

const WIDTH = 420;
const HEIGHT = 270;
const MARGIN = { left: 42, right: 14, top: 12, bottom: 42 };
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** What the axis below shows: values in logarithmic steps. */
export interface Axis {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly (readonly [value: number, label: string])[];
}

/**
 * A chart of shares over a logarithmic axis, as a picture with a caption.
 *
 * @param label - says in words what the picture shows
 */
export function chartHtml(
  { caption, label, axis }: { readonly caption: string; readonly label: string; readonly axis: Axis },
  draw: (plot: Plot) => string,
): string {
  const plot = plotOf(axis);
  const rows = TICKS.map(
    (tick) =>
      `<path class="rule" d="M${MARGIN.left} ${plot.y(tick)}H${WIDTH - MARGIN.right}"/><text x="${MARGIN.left - 8}" y="${plot.y(tick) + 4}" text-anchor="end">${tick}</text>`,
  );
  const columns = axis.ticks.map(
    ([value, name]) => `<text x="${plot.x(value)}" y="${HEIGHT - 24}" text-anchor="middle">${name}</text>`,
  );
  const title = `<text x="${(MARGIN.left + WIDTH - MARGIN.right) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${axis.name}</text>`;
  return `<figure><figcaption>${caption}</figcaption><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">${rows.join('')}${columns.join('')}${title}${draw(plot)}</svg></figure>\n`;
}

function plotOf({ low, high }: Axis): Plot {
  const room = WIDTH - MARGIN.left - MARGIN.right - 16;
  const span = Math.log(high / low) || 1;
  return {
    x: (value) => round(MARGIN.left + 8 + (Math.log(value / low) / span) * room),
    y: (value) => round(MARGIN.top + (1 - value) * (HEIGHT - MARGIN.top - MARGIN.bottom)),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
