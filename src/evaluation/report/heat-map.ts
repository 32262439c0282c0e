import { escapeHtml } from '../../explain/page-html.ts';
import type { EvaluationResult } from '../result.ts';
import { type Curve, curveName, isSameCurve } from '../setting.ts';
import { share, whole } from './figures.ts';

/**
 * How much of the answers survives at each depth, at one ratio: a table for each curve. Of a task over several lengths the columns
 * are these, otherwise they are the tasks that know a depth.
 */
export function heatMaps(
  results: readonly EvaluationResult[],
  curves: readonly Curve[],
  ratio: number,
): string {
  const placed = results.filter(
    ({ metadata, setting }) => typeof metadata['depth'] === 'number' && setting.ratio === ratio,
  );
  const isLong = ({ metadata }: EvaluationResult) => typeof metadata['length'] === 'number';
  const long = curves.map((curve) => heatMap(placed.filter(isLong), curve, columnOfLength));
  const others = curves.map((curve) =>
    heatMap(
      placed.filter((one) => !isLong(one)),
      curve,
      ({ task }) => task,
    ),
  );
  return [section('By depth and length', long), section('By depth and task', others)].join('');
}

function columnOfLength({ task, metadata }: EvaluationResult): string {
  return `${task}, ${whole(Number(metadata['length']))} characters`;
}

function section(title: string, maps: readonly string[]): string {
  const own = maps.filter((map) => map !== '');
  return own.length === 0 ? '' : `<h3>${title}</h3><div class="maps">${own.join('')}</div>\n`;
}

function heatMap(
  results: readonly EvaluationResult[],
  curve: Curve,
  columnOf: (result: EvaluationResult) => string,
): string {
  const own = results.filter(
    (result) => isSameCurve(result.setting, curve) && (result.survival ?? result.evidence) !== null,
  );
  if (own.length === 0) return '';
  const columns = [...new Set(own.map(columnOf))];
  const depths = [...new Set(own.map(depthOf))].sort((a, b) => a - b);
  const head = columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join('');
  const rows = depths.map((depth) => {
    const cells = columns.map((column) =>
      cell(own.filter((result) => depthOf(result) === depth && columnOf(result) === column)),
    );
    return `<tr><th scope="row">${Math.round(100 * depth)}%</th>${cells.join('')}</tr>`;
  });
  const name = curveName(curve);
  return `<div class="wide" tabindex="0" role="region" aria-label="${name}, by depth"><table class="heat"><caption>${name}</caption><thead><tr><th scope="col">depth</th>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

/** Where there are more depths than fit a table, tenths of the text. */
function depthOf({ metadata }: EvaluationResult): number {
  const depth = Number(metadata['depth']);
  return Number.isInteger(depth * 4) ? depth : Math.round(depth * 10) / 10;
}

function cell(results: readonly EvaluationResult[]): string {
  if (results.length === 0) return '<td></td>';
  const mean =
    results.reduce((sum, { survival, evidence }) => sum + (survival ?? evidence ?? 0), 0) / results.length;
  return `<td class="h${Math.min(4, Math.floor(mean * 5))}">${share(mean)}</td>`;
}
