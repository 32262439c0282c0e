import type { CompressedDocument, Compression, CompressStats } from '../compress/compression.ts';
import type { NotedPassage, Overview } from './overview.ts';
import { documentAnchor, documentName, escapeHtml, passageAnchor } from './page-html.ts';
import { counted, figure, grouped, percent, reasonLine } from './words.ts';

/** Documents that the table lists. */
const MAX_DOCUMENTS = 100;
/** So many are seen at once; more unfold. */
const OPEN_DOCUMENTS = 6;

/** What the run was for, what it came to, and why. */
export async function summaryHtml(compression: Compression, overview: Overview): Promise<string> {
  const { stats, questions } = compression;
  const asked =
    questions.length === 0
      ? ['<p class="question soft">Without a question.</p>']
      : questions.map((question) => `<p class="question" dir="auto">${escapeHtml(question)}</p>`);
  const facts = factsOf(stats, overview).map(
    ([term, value]) => `<div><dt>${term}</dt><dd>${value}</dd></div>`,
  );
  const reasons = overview.reasons.map((reason) => `<li>${reasonLine(reason)}</li>`);
  return [
    '<header><h1>What was kept, and why</h1>',
    ...asked,
    `<dl class="facts">${facts.join('')}</dl>`,
    ...(stats.documents === 1 ? [] : [await documentsHtml(compression, overview)]),
    `<ul class="reasons">${reasons.join('')}<li>Tokens are those of ${escapeHtml(stats.tokenizer)}.</li></ul>`,
    '</header>\n',
  ].join('\n');
}

function factsOf(stats: CompressStats, { threshold }: Overview): readonly (readonly [string, string])[] {
  const { inputTokens, outputTokens, budget, ratio, level, scorer } = stats;
  return [
    ['Tokens in', grouped(inputTokens)],
    ['Tokens out', grouped(outputTokens)],
    ['Budget', grouped(budget)],
    ['Ratio', Number.isFinite(ratio) ? `${figure(ratio)}×` : '–'],
    [level === null ? 'Scorer' : 'Level', escapeHtml(level === null ? scorer : `${level}`)],
    ...(threshold === undefined ? [] : ([['Score to pass', `${figure(threshold)} of 100`]] as const)),
  ];
}

async function documentsHtml(compression: Compression, { shown }: Overview): Promise<string> {
  const rows: string[] = [];
  for await (const document of compression.documents()) {
    if (rows.length === MAX_DOCUMENTS) break;
    rows.push(documentRow(document, shown.has(rows.length) ? documentAnchor(rows.length) : undefined));
  }
  const more = compression.stats.documents - rows.length;
  const rest = more > 0 ? `<p class="soft">${counted(more, 'more document')}.</p>` : '';
  const head = '<thead><tr><th>Document</th><th>Tokens in</th><th>Out</th></tr></thead>';
  const open = rows.length > OPEN_DOCUMENTS ? '' : ' open';
  const summary = counted(compression.stats.documents, 'document');
  return `<details${open}><summary>${summary}</summary><table>${head}<tbody>${rows.join('')}</tbody></table>${rest}</details>`;
}

function documentRow({ id, inputTokens, outputTokens }: CompressedDocument, anchor?: string): string {
  const link = escapeHtml(documentName(id));
  const name = `<th scope="row">${anchor === undefined ? link : `<a href="#${anchor}">${link}</a>`}</th>`;
  return `<tr>${name}<td>${grouped(inputTokens)}</td><td>${grouped(outputTokens)}</td></tr>`;
}

/** What the looks of the text mean, and how to learn more; stays in sight above it. */
export function legendHtml({ inputTokens, budget }: CompressStats): string {
  const marks =
    '<span>Kept</span><del>Dropped</del><i class="protected">Protected</i><i class="exchange">Exchanged</i>';
  const only = '<label><input type="checkbox" id="only"> Only what is kept</label>';
  return inputTokens <= budget
    ? ''
    : `<div class="tools" role="group" aria-label="Legend">${marks}${only}</div>\n`;
}

/** Where to go first. */
export function jumpHtml({ best }: Overview, isAsked: boolean): string {
  if (best.length === 0) return '';
  const title = isAsked ? 'Passages by relevance' : 'Passages of which most is kept';
  return `<nav aria-label="${title}"><details open><summary>${title}</summary><ol>${best.map(jumpRow).join('')}</ol></details></nav>\n`;
}

function jumpRow({ index, document, caption, relevance, terms, keptShare, isShown }: NotedPassage): string {
  const rank =
    relevance === undefined
      ? terms === undefined
        ? []
        : [`BM25 ${terms.toFixed(1)}`]
      : [`relevance ${percent(relevance)}`];
  const place = [
    `passage ${index + 1}`,
    ...rank,
    `${percent(keptShare)} kept`,
    escapeHtml(documentName(document)),
  ].join(' · ');
  const text = `<span dir="auto">${escapeHtml(caption)}</span>`;
  const link = isShown ? `<a href="#${passageAnchor(index)}">${text}</a>` : text;
  return `<li>${link}<span class="place">${place}${isShown ? '' : ' · not shown'}</span></li>`;
}
