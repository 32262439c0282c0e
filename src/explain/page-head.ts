import type { CompressedDocument, Compression, CompressStats } from '../compress/compression.ts';
import type { NotedPassage, Overview } from './overview.ts';
import { documentName, escapeHtml, passageAnchor } from './page-html.ts';
import { counted, figure, grouped, percent, reasonLine } from './words.ts';

/** Documents that the table lists. */
const MAX_DOCUMENTS = 100;

/** What the run was for, what it came to, and why. */
export async function summaryHtml(compression: Compression, overview: Overview): Promise<string> {
  const { stats, question } = compression;
  const asked =
    question === undefined
      ? '<p class="question soft">Without a question.</p>'
      : `<p class="question" dir="auto">${escapeHtml(question)}</p>`;
  const facts = factsOf(stats, overview).map(
    ([term, value]) => `<div><dt>${term}</dt><dd>${value}</dd></div>`,
  );
  const reasons = overview.reasons.map((reason) => `<li>${reasonLine(reason)}</li>`);
  return [
    '<header><h1>What was kept, and why</h1>',
    asked,
    `<dl class="facts">${facts.join('')}</dl>`,
    await documentsHtml(compression),
    `<h2>Why</h2><ul class="reasons">${reasons.join('')}</ul>`,
    legendHtml(stats),
    '</header>\n',
  ].join('\n');
}

function factsOf(stats: CompressStats, { threshold }: Overview): readonly (readonly [string, string])[] {
  const { inputTokens, outputTokens, budget, ratio, level, scorer, tokenizer } = stats;
  return [
    ['Tokens in', grouped(inputTokens)],
    ['Tokens out', grouped(outputTokens)],
    ['Budget', grouped(budget)],
    ['Ratio', Number.isFinite(ratio) ? `${figure(ratio)}×` : '–'],
    [level === null ? 'Scorer' : 'Level', escapeHtml(level === null ? scorer : `${level}`)],
    ...(threshold === undefined ? [] : ([['Score to pass', `${figure(threshold)} of 100`]] as const)),
    ['Tokenizer', escapeHtml(tokenizer)],
  ];
}

async function documentsHtml(compression: Compression): Promise<string> {
  const rows: string[] = [];
  for await (const document of compression.documents()) {
    if (rows.length === MAX_DOCUMENTS) break;
    rows.push(documentRow(document));
  }
  const more = compression.stats.documents - rows.length;
  const rest = more > 0 ? `<p class="soft">${counted(more, 'more document')}.</p>` : '';
  const head = '<thead><tr><th>Document</th><th>Tokens in</th><th>Out</th></tr></thead>';
  return `<h2>Documents</h2><table>${head}<tbody>${rows.join('')}</tbody></table>${rest}`;
}

function documentRow({ id, inputTokens, outputTokens }: CompressedDocument): string {
  const name = `<th scope="row">${escapeHtml(documentName(id))}</th>`;
  return `<tr>${name}<td>${grouped(inputTokens)}</td><td>${grouped(outputTokens)}</td></tr>`;
}

function legendHtml({ inputTokens, budget }: CompressStats): string {
  if (inputTokens <= budget) return '';
  return [
    '<h2>Legend</h2><ul class="reasons">',
    '<li>Kept text, <del>dropped text</del></li>',
    '<li><i class="protected">Protected text</i>, <i class="exchange">taken in exchange</i></li>',
    '<li class="soft">Point at a word or tap it to see its score and why it was kept or dropped; or go to a passage with the tab key and through its words with ← and →.</li>',
    '</ul>',
  ].join('\n');
}

/** Where to go first. */
export function jumpHtml({ best }: Overview, question: string | undefined): string {
  if (best.length === 0) return '';
  const title = question === undefined ? 'Passages of which most is kept' : 'Passages by relevance';
  return `<nav aria-label="${title}"><details open><summary>${title}</summary><ol>${best.map(jumpRow).join('')}</ol></details></nav>\n`;
}

function jumpRow({ index, document, caption, relevance, terms, keptShare, isShown }: NotedPassage): string {
  const rank =
    relevance === undefined
      ? terms === undefined
        ? []
        : [`BM25 ${terms.toFixed(1)}`]
      : [`relevance ${percent(relevance)}`];
  const place = [...rank, `${percent(keptShare)} kept`, escapeHtml(documentName(document))].join(' · ');
  const text = `<span dir="auto">${escapeHtml(caption)}</span>`;
  const link = isShown ? `<a href="#${passageAnchor(index)}">${text}</a>` : text;
  return `<li>${link}<span class="place">${place}${isShown ? '' : ' · not shown'}</span></li>`;
}
