import type { Compression } from '../compress/compression.ts';
import type { ExplainedPassage } from '../stages/explain/explained-passage.ts';
import { type Overview, overviewOf } from './overview.ts';
import { type PassagePiece, passagePieces } from './passage-pieces.ts';
import { type ShownPart, ShownPassages, shownParts } from './shown-passages.ts';
import { countedText, figure, grouped, passageFacts, reasonLine, tokensLine } from './words.ts';

/** How an explanation is shown as text. */
export interface ExplanationTextOptions {
  /** Characters of the source that are shown; where it is longer, passages of which nothing is kept are left out. */
  readonly limit: number;
  /** Tells what is dropped from what is kept by the colours of a terminal, instead of by marks around it. */
  readonly color: boolean;
}

/** The source as text, with what was dropped dimmed, or between `⟦` and `⟧`, and a line above each passage. */
export async function* explanationText(
  compression: Compression,
  { limit, color }: ExplanationTextOptions,
): AsyncGenerator<string, void, undefined> {
  const { inputChars } = compression.stats;
  const overview = await overviewOf(compression.explanation(), new ShownPassages(limit, inputChars));
  const paint = color ? PAINTED : PLAIN;
  yield summary(compression, overview, paint);
  let document = -1;
  const shown = new ShownPassages(limit, inputChars);
  for await (const part of shownParts(compression.explanation(), shown, overview)) {
    if (part.type === 'passage' && part.passage.ordinal !== document) {
      document = part.passage.ordinal;
      yield `\n${paint.strong(visible(nameOf(part.passage.document)))}\n`;
    }
    yield `\n${partText(part, paint)}`;
  }
}

/** What a piece of the view looks like. */
interface Paint {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly kept: (piece: PassagePiece) => string;
  /** Takes pieces that stand one after the other. */
  readonly dropped: (text: string) => string;
}

const style = (codes: string) => (text: string) => `\u001b[${codes}m${text}\u001b[0m`;
const dim = style('2');

const PAINTED: Paint = {
  strong: style('1'),
  faint: style('36'),
  kept: ({ text, unit }) => {
    if (unit?.reason === 'protected') return style('4;32')(visible(text));
    return unit?.reason === 'exchange' || unit?.reason === 'loose'
      ? style('33')(visible(text))
      : visible(text);
  },
  dropped: (text) => dim(visible(text)),
};

const PLAIN: Paint = {
  strong: (text) => text,
  faint: (text) => text,
  kept: ({ text }) => visible(text),
  dropped: (text) => (text.trim() === '' ? visible(text) : marked(visible(text))),
};

/** White space at the ends stays outside, so that lines begin where they do in the source. */
function marked(text: string): string {
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  return `${text.slice(0, start)}⟦${text.slice(start, end)}⟧${text.slice(end)}`;
}

function summary({ stats, questions }: Compression, { reasons, threshold }: Overview, paint: Paint): string {
  const by = stats.level === null ? stats.scorer : `level ${stats.level}`;
  const facts = [`budget ${grouped(stats.budget)}`, by];
  if (threshold !== undefined) facts.push(`score to pass ${figure(threshold)} of 100`);
  return [
    `${paint.strong(tokensLine(stats))} · ${facts.join(' · ')}`,
    ...questions.map((question) => `question: ${visible(question)}`),
    ...reasons.map((reason) => `  ${reasonLine(reason)}`),
    '',
  ].join('\n');
}

function partText(part: ShownPart, paint: Paint): string {
  switch (part.type) {
    case 'passage':
      return passageText(part.passage, paint);
    case 'dropped':
      return `${paint.faint(`… ${countedText(part.passages, part.characters)} dropped …`)}\n`;
    case 'rest':
      return `${paint.faint(`… ${countedText(part.passages, part.characters)} more not shown; --limit shows more`)}\n`;
  }
}

function passageText(passage: ExplainedPassage, paint: Paint): string {
  const { index, start, end } = passage;
  const heading = [`passage ${index + 1}`, `${start}-${end}`, ...passageFacts(passage)].join(' · ');
  let text = '';
  let dropped = '';
  for (const piece of passagePieces(passage)) {
    if (!piece.kept) {
      dropped += piece.text;
      continue;
    }
    text += (dropped === '' ? '' : paint.dropped(dropped)) + paint.kept(piece);
    dropped = '';
  }
  if (dropped.trim() !== '') text += paint.dropped(dropped.trimEnd());
  return `${paint.faint(heading)}\n${text.trimEnd()}\n`;
}

function nameOf(document: string): string {
  return document === '-' ? 'standard input' : document;
}

/** A source must not give orders to the terminal: control characters are shown by their pictures. */
function visible(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    const code = character.charCodeAt(0);
    if (character === '\n' || character === '\t') return character;
    return code < 0x20 ? String.fromCharCode(PICTURES + code) : '\ufffd';
  });
}

/** The first of Unicode's pictures of control characters. */
const PICTURES = 0x2400;
