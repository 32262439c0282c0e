// Figures as the tables of RESULTS.md.

/** @param {string[]} head @param {(string | number)[][]} rows */
export function markdownTable(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A share as `.875`, or `1.000`. @param {number} part @param {number} whole */
export function share(part, whole) {
  return whole === 0 ? '–' : (part / whole).toFixed(3).replace(/^0/, '');
}
