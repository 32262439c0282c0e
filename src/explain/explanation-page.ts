import type { Compression, CompressStats } from '../compress/compression.ts';
import { overviewOf } from './overview.ts';
import { jumpHtml, legendHtml, summaryHtml } from './page-head.ts';
import { contentPolicy, PAGE_SCRIPT } from './page-script.ts';
import { sourceHtml } from './page-source.ts';
import { PAGE_STYLE } from './page-style.ts';
import { ShownPassages, shownParts } from './shown-passages.ts';

/** How much an explanation page shows. */
export interface ExplanationPageOptions {
  /**
   * Characters of the source that are shown; where it is longer, passages of which nothing is kept are only counted.
   * @default 200_000
   */
  readonly limit?: number;
}

export const PAGE_LIMIT = 200_000;

/**
 * An explanation as one HTML page that needs nothing else, in pieces: the figures of the run, the passages by relevance, and
 * the source with what was dropped faded. Hovering or focusing a word says why it was kept or dropped.
 *
 * @param compression - made with `explain: true`; its source is read twice
 * @throws {PithError} `usage` for a compression without that.
 *
 * @example
 * await using result = await compress(text, { question: 'Who signed?', explain: true });
 * await writeFile('why.html', explanationPage(result));
 */
export async function* explanationPage(
  compression: Compression,
  { limit = PAGE_LIMIT }: ExplanationPageOptions = {},
): AsyncGenerator<string, void, undefined> {
  const { stats, questions } = compression;
  const overview = await overviewOf(compression.explanation(), new ShownPassages(limit, stats.inputChars));
  yield [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${contentPolicy()}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer"><link rel="icon" href="data:,">',
    `<title>pith: what was kept, and why</title><style>${PAGE_STYLE}</style></head>`,
    '<body><div class="frame">\n',
  ].join('\n');
  yield await summaryHtml(compression, overview);
  yield jumpHtml(overview, questions.length > 0);
  yield `<main>${legendHtml(stats)}`;
  yield* sourceHtml(
    shownParts(compression.explanation(), new ShownPassages(limit, stats.inputChars), overview),
  );
  yield `</main></div>\n<aside id="why" aria-live="polite"><div>${hint(stats)}</div></aside>\n`;
  yield `<script>${PAGE_SCRIPT}</script></body></html>\n`;
}

function hint({ inputTokens, budget }: CompressStats): string {
  return inputTokens <= budget
    ? 'The input is within its budget: all of it is kept.'
    : 'Point at a word or tap it to see why it was kept or dropped; or go to a passage with the tab key, and through its words with ← and →.';
}
