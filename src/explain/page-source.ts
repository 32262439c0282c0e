import type { ExplainedPassage, ExplainedUnit } from '../stages/explain/explained-passage.ts';
import { documentAnchor, documentName, escapeHtml, passageAnchor } from './page-html.ts';
import { passagePieces } from './passage-pieces.ts';
import { keepsWords, type ShownPart } from './shown-passages.ts';
import { countedText, figure, passageFacts } from './words.ts';

/** What the page shows of the source, part by part. */
export async function* sourceHtml(parts: AsyncIterable<ShownPart>): AsyncGenerator<string, void, undefined> {
  let document = -1;
  for await (const part of parts) {
    if (part.type === 'passage' && part.passage.ordinal !== document) {
      document = part.passage.ordinal;
      yield `<h2 id="${documentAnchor(document)}">${escapeHtml(documentName(part.passage.document))}</h2>\n`;
    }
    yield partHtml(part);
  }
}

function partHtml(part: ShownPart): string {
  switch (part.type) {
    case 'passage':
      return passageHtml(part.passage);
    case 'dropped':
      return `<p class="note">${countedText(part.passages, part.characters)} dropped.</p>\n`;
    case 'rest':
      return `<p class="note">${countedText(part.passages, part.characters)} more are not shown on this page.</p>\n`;
  }
}

function passageHtml(passage: ExplainedPassage): string {
  const { index, start, end, threshold, unitKind } = passage;
  const facts = [`Passage ${index + 1}`, `${start}–${end}`, ...passageFacts(passage)].join(' · ');
  const classes = [keepsWords(passage) ? 'has' : '', unitKind === 'line' ? 'line' : ''].join(' ').trim();
  const pass = threshold === undefined ? '' : ` data-pass="${figure(threshold)}"`;
  const open = `<section id="${passageAnchor(index)}" class="${classes}" tabindex="0"${pass}>`;
  return `${open}<p class="place">${facts}</p><div class="text" dir="auto">${piecesHtml(passage)}</div></section>\n`;
}

/** What is dropped stands in `del`, so that the rest is the output. */
function piecesHtml(passage: ExplainedPassage): string {
  let html = '';
  let isKept = true;
  for (const { text, kept, unit } of passagePieces(passage)) {
    if (kept !== isKept) html += kept ? '</del>' : '<del>';
    isKept = kept;
    html += unit === undefined ? escapeHtml(text) : unitHtml(text, unit);
  }
  return isKept ? html : `${html}</del>`;
}

function unitHtml(text: string, { score, cost, reason, repeats }: ExplainedUnit): string {
  const mark = reason === 'loose' ? 'exchange' : reason;
  const marked = mark === 'protected' || mark === 'exchange' ? ` class="${mark}"` : '';
  const source = repeats === undefined ? '' : ` ${repeats + 1}`;
  return `<i data-u="${score} ${cost} ${reason}${source}"${marked}>${escapeHtml(text)}</i>`;
}
