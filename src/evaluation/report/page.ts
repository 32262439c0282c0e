import { escapeHtml } from '../../explain/page-html.ts';
import { type EvaluationResult, measures } from '../result.ts';
import { compareSettings, summarise, tasksIn } from '../summary.ts';
import type { WorstCase } from '../worst-cases.ts';
import { whole } from './figures.ts';
import { heatMaps } from './heat-map.ts';
import { REPORT_STYLE } from './page-style.ts';
import { paretoChart } from './pareto-chart.ts';
import { ratioChart } from './ratio-chart.ts';
import { legendHtml, type Series, seriesOf } from './series.ts';
import { comparisonTable, measureTables, tableHtml, timeTable } from './tables.ts';
import { worstCasesHtml } from './worst-cases.ts';

/** What a report is of. */
export interface Report {
  /** Of this run: measured now, or found. */
  readonly results: readonly EvaluationResult[];
  readonly worst: readonly WorstCase[];
  /** What each task asks, by its name; files of data have none. */
  readonly about: ReadonlyMap<string, string>;
  /** What could not be measured, a sentence each. */
  readonly failures: readonly string[];
  /** Names and values, such as the processor's. */
  readonly environment: readonly (readonly [string, string])[];
  /** What makes this report again. */
  readonly command: string;
}

/** The report as one HTML page that needs nothing else and runs no script. */
export function reportPage(report: Report): string {
  const { results } = report;
  const summary = summarise(results);
  const series = seriesOf(summary.curves);
  const ratios = [...new Set(summary.curves.flatMap(({ points }) => points.map(({ ratio }) => ratio)))];
  const middle = closest(ratios, 4);
  const highest = Math.max(...ratios);
  const legend = legendHtml(series, { hasUncompressed: summary.uncompressed !== undefined });
  const sections = [
    section('curves', 'Ratio and accuracy', [
      '<p>Over all rows. A band is where the mean lies with 95% confidence (bootstrap over rows).</p>',
      legend,
      `<div class="charts">${measures.map((measure) => ratioChart(summary, measure, series)).join('')}</div>`,
    ]),
    section('speed', 'Speed and quality', [
      legendHtml(series, { hasUncompressed: false }),
      `<div class="charts">${paretoChart(summary, middle, series)}</div>`,
      timeTable(summary),
      '<p class="soft">Wall time on the machine below, one row after the other. A document is scored once for all ratios; what a compression would have taken by itself is worked out from the model calls that it saved.</p>',
    ]),
    section('tasks', 'Each task', [legend, `<div class="charts">${taskCharts(results, series)}</div>`]),
    section('depth', 'Where the answer stands', [
      `<p>What survives at ratio ${highest}, by the place of the answer in the text.</p>`,
      heatMaps(results, series, highest),
    ]),
    section('levels', 'Levels and settings', [
      measureTables(summary),
      comparisonTable(compareSettings(results)),
      '<p class="soft">Differences in bold are those whose interval does not hold 0.</p>',
    ]),
    section('worst', 'Worst cases', [
      '<p>Text around what was to be kept; what was cut is struck out and faded.</p>',
      worstCasesHtml(report.worst),
    ]),
    section('again', 'This run', [
      ...failuresHtml(report.failures),
      tasksTable(report),
      tableHtml(
        'Environment',
        ['what', 'value'],
        report.environment.map(([name, value]) => [escapeHtml(name), escapeHtml(value)]),
      ),
      `<p>The same again:</p><pre tabindex="0">${escapeHtml(report.command)}</pre>`,
    ]),
  ];
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer"><link rel="icon" href="data:,">',
    `<title>pith: ratio against accuracy</title><style>${REPORT_STYLE}</style></head>`,
    '<body><div class="frame">',
    headerHtml(report, sections),
    `<main>${sections.map(({ html }) => html).join('\n')}</main></div></body></html>\n`,
  ].join('\n');
}

interface Section {
  readonly id: string;
  readonly title: string;
  readonly html: string;
}

function section(id: string, title: string, parts: readonly string[]): Section {
  const html = `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>\n${parts.join('\n')}</section>`;
  return { id, title, html };
}

function headerHtml({ results }: Report, sections: readonly Section[]): string {
  const rows = new Set(results.map(({ task, row }) => `${task}\n${row}`));
  const engine = results.find((result) => result.engine !== null)?.engine;
  const facts = [
    ['Tasks', `${tasksIn(results).length}`],
    ['Rows', whole(rows.size)],
    ['Results', whole(results.length)],
    ['Answered by', engine ?? 'nothing'],
  ].map(([term, value]) => `<div><dt>${term}</dt><dd>${escapeHtml(value ?? '')}</dd></div>`);
  const links = sections.map(({ id, title }) => `<li><a href="#${id}">${title}</a></li>`);
  return `<header><h1>How far texts can be compressed before answers suffer</h1><dl class="facts">${facts.join('')}</dl><nav aria-label="Sections"><ul>${links.join('')}</ul></nav></header>`;
}

/** Survival of each task; of those without answers that stand in the text, the evidence. */
function taskCharts(results: readonly EvaluationResult[], series: readonly Series[]): string {
  return tasksIn(results)
    .map((task) => {
      const own = results.filter((result) => result.task === task);
      const measure = own.some(({ survival }) => survival !== null) ? 'survival' : 'evidence';
      const caption = `${escapeHtml(task)}: ${measure === 'survival' ? 'answers' : 'evidence'}`;
      return ratioChart(summarise(own), measure, series, caption);
    })
    .join('');
}

function tasksTable({ results, about }: Report): string {
  const rows = tasksIn(results).map((task) => {
    const own = results.filter((result) => result.task === task);
    const tokens = new Map(own.map(({ row, inputTokens }) => [row, inputTokens]));
    const mean = [...tokens.values()].reduce((sum, one) => sum + one, 0) / tokens.size;
    return [escapeHtml(task), escapeHtml(about.get(task) ?? 'your data'), whole(tokens.size), whole(mean)];
  });
  return tableHtml('Tasks', ['task', 'what is asked', 'rows', 'tokens a row'], rows);
}

function failuresHtml(failures: readonly string[]): readonly string[] {
  if (failures.length === 0) return [];
  const items = failures.map((failure) => `<li>${escapeHtml(failure)}</li>`);
  return [
    `<p>${failures.length} results are missing, since they could not be measured:</p><ul>${items.join('')}</ul>`,
  ];
}

function closest(ratios: readonly number[], wanted: number): number {
  return ratios.toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0] ?? wanted;
}
