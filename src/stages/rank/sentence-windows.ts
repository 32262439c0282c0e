import type { Pieces } from '../../models/wordpiece/pieces.ts';
import type { Passage } from '../segment/passage.ts';
import { nextSentence } from '../segment/sentence.ts';

/** A sentence of fewer pieces is read with the one after it; lines of code and data, which say less each, with more. */
const FEWEST_PIECES = { sentences: 8, lines: 24 };

/** The pieces `[from, to)` of a passage that are embedded as one sentence. */
export interface SentenceWindow {
  readonly from: number;
  readonly to: number;
}

/** Divides a passage into its sentences, or lines; what has more than `most` pieces is divided evenly. */
export function sentenceWindows(passage: Passage, pieces: Pieces, most: number): readonly SentenceWindow[] {
  const hasLines = passage.unitKind === 'line' || passage.units !== undefined;
  const fewest = hasLines ? FEWEST_PIECES.lines : FEWEST_PIECES.sentences;
  const begins = hasLines ? beginsLine : beginsSentence;
  const windows: SentenceWindow[] = [];
  let from = 0;
  for (let piece = 1; piece <= pieces.count; piece += 1) {
    const isLast = piece === pieces.count;
    if (!isLast && (piece - from < fewest || !begins(passage.text, pieces, piece))) continue;
    const parts = Math.ceil((piece - from) / most);
    for (let part = 0; part < parts; part += 1)
      windows.push({ from: border(from, piece, part / parts), to: border(from, piece, (part + 1) / parts) });
    from = piece;
  }
  return windows;
}

function border(from: number, to: number, share: number): number {
  return from + Math.round((to - from) * share);
}

function beginsLine(text: string, { starts, ends }: Pieces, piece: number): boolean {
  return text.slice(ends[piece - 1], starts[piece]).includes('\n');
}

/** After a full stop, an empty line, or the mark of an item. */
function beginsSentence(text: string, { starts, ends }: Pieces, piece: number): boolean {
  const start = starts[piece] ?? 0;
  const between = text.slice(ends[piece - 1], start);
  if (between.includes('\n') && (/\n\s*\n/.test(between) || ITEM_MARKS.has(text.charAt(start)))) return true;
  const floor = Math.max(0, start - LONGEST_SENTENCE_END);
  for (let at = start - 1; at >= floor; at -= 1)
    if (nextSentence(text, at, floor, text.length) === start) return true;
  return false;
}

const ITEM_MARKS = new Set('-*#|');
/** From a full stop to the next sentence: closing quotes, brackets and white space. */
const LONGEST_SENTENCE_END = 12;
