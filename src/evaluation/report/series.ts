import { type Curve, curveName } from '../setting.ts';

/** How a curve looks: a colour and a mark for its level, a broken line without the question. */
export interface Series extends Curve {
  readonly name: string;
  /** Which of the colours and marks of the page it has. */
  readonly look: number;
}

/** So many levels can be told apart. */
export const LOOKS = 4;

/** The looks of some curves: those of one level share colour and mark. */
export function seriesOf(curves: readonly Curve[]): readonly Series[] {
  const levels = [...new Set(curves.map(({ level }) => level))];
  return curves.map(({ level, isAsked }) => ({
    level,
    isAsked,
    name: curveName({ level, isAsked }),
    look: levels.indexOf(level) % LOOKS,
  }));
}

/** The mark of a series, as a shape of SVG around a point: filled with the question known, hollow without. */
export function markOf({ look, isAsked }: Series, x: number, y: number, title = ''): string {
  const shape = SHAPES[look % SHAPES.length] ?? '';
  const label = title === '' ? '' : `<title>${title}</title>`;
  return `<path class="mark s${look}${isAsked ? '' : ' hollow'}" transform="translate(${x} ${y})" d="${shape}">${label}</path>`;
}

/** Circle, square, triangle, diamond. */
const SHAPES = [
  'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z',
  'M-3.6-3.6H3.6V3.6H-3.6Z',
  'M0-4.6L4.4 3.4H-4.4Z',
  'M0-5L5 0L0 5L-5 0Z',
];

/** What the lines and marks mean. */
export function legendHtml(
  series: readonly Series[],
  { hasUncompressed }: { readonly hasUncompressed: boolean },
): string {
  const items = series.map((one) => {
    const line = `<path class="line s${one.look}${one.isAsked ? '' : ' broken'}" d="M2 8H30"/>`;
    return legendItem(`${line}${markOf(one, 16, 8)}`, one.name);
  });
  const asIs = hasUncompressed ? [legendItem('<path class="asis" d="M2 8H30"/>', 'uncompressed')] : [];
  return `<ul class="legend">${[...items, ...asIs].join('')}</ul>`;
}

function legendItem(picture: string, name: string): string {
  return `<li><svg viewBox="0 0 32 16" width="32" height="16" aria-hidden="true">${picture}</svg>${name}</li>`;
}
