import { escapeHtml } from '../../explain/page-html.ts';
import { curveName } from '../setting.ts';
import type { WorstCase } from '../worst-cases.ts';

/** What was asked, what is right, what was said, and the text with what was cut faded. */
export function worstCasesHtml(cases: readonly WorstCase[]): string {
  if (cases.length === 0) return '<p>Nothing was lost.</p>';
  return cases
    .map(({ cell, result, excerpt }) => {
      const { row, setting } = cell;
      const place = `${row.task}, row ${row.id} · ${curveName(setting)} · ratio ${setting.ratio}`;
      const right =
        row.answers.length === 0
          ? 'no answer is given'
          : row.answers.join(row.needs === 'all' ? ' and ' : ' or ');
      const said =
        result.said === null
          ? ''
          : `<dt>Said</dt><dd>${escapeHtml(result.said === '' ? 'nothing' : result.said)}</dd>`;
      const pieces = excerpt.pieces
        .map(({ text, isKept }) => (isKept ? escapeHtml(text) : `<del>${escapeHtml(text)}</del>`))
        .join('');
      const title = excerpt.title === undefined ? '' : `<p class="soft">${escapeHtml(excerpt.title)}</p>`;
      return `<article><h3>${escapeHtml(row.question)}</h3><p class="soft">${escapeHtml(place)}</p><dl class="said"><dt>Right</dt><dd>${escapeHtml(right)}</dd>${said}</dl>${title}<div class="text">${pieces}</div></article>\n`;
    })
    .join('');
}
