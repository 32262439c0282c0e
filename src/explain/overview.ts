import type { ExplainedPassage, UnitReason } from '../stages/explain/explained-passage.ts';
import type { Extent, ShownPassages } from './shown-passages.ts';

/** A passage worth going to. */
export interface NotedPassage {
  readonly index: number;
  readonly document: string;
  readonly start: number;
  /** Its heading, or how it begins. */
  readonly caption: string;
  readonly relevance: number | undefined;
  readonly terms: number | undefined;
  /** Characters that are kept, as a share of all. */
  readonly keptShare: number;
  readonly isShown: boolean;
}

/** Why units were kept or dropped, and how many. */
export interface ReasonCount {
  readonly kept: boolean;
  readonly reason: UnitReason | 'unread' | 'copied';
  /** Units; passages where these were not divided. */
  count: number;
}

/** What must be known of all passages before the first is shown. */
export interface Overview extends Extent {
  /** The most relevant passages first; without a question those of which most is kept. */
  readonly best: readonly NotedPassage[];
  readonly reasons: readonly ReasonCount[];
  readonly threshold: number | undefined;
  /** Ordinals of the documents of which anything is shown. */
  readonly shown: ReadonlySet<number>;
}

const MAX_NOTED = 40;
const CAPTION_LENGTH = 70;

/** Reads all passages once. */
export async function overviewOf(
  passages: AsyncIterable<ExplainedPassage>,
  shown: ShownPassages,
): Promise<Overview> {
  const reasons = new Map<string, ReasonCount>();
  const count = (kept: boolean, reason: ReasonCount['reason']): void => {
    const key = `${kept} ${reason}`;
    const counted = reasons.get(key) ?? { kept, reason, count: 0 };
    counted.count += 1;
    reasons.set(key, counted);
  };
  const documents = new Set<number>();
  let noted: Noted[] = [];
  let threshold: number | undefined;
  let extent: Extent = { passages: 0, characters: 0 };
  for await (const passage of passages) {
    extent = { passages: extent.passages + 1, characters: extent.characters + passage.text.length };
    threshold ??= passage.threshold;
    const isShown = shown.shows(passage);
    if (isShown) documents.add(passage.ordinal);
    if (passage.fate !== 'scored') count(passage.fate === 'copied', passage.fate);
    for (const { kept, reason } of passage.units) count(kept, reason);
    const { rank, keptShare } = rankOf(passage);
    if (rank > 0) noted.push({ rank, passage: noteOf(passage, keptShare, isShown) });
    if (noted.length > 8 * MAX_NOTED) noted = bestOf(noted);
  }
  return {
    ...extent,
    best: bestOf(noted).map(({ passage }) => passage),
    reasons: [...reasons.values()].sort((a, b) => Number(b.kept) - Number(a.kept) || b.count - a.count),
    threshold,
    shown: documents,
  };
}

interface Noted {
  readonly rank: number;
  readonly passage: NotedPassage;
}

/** Those that the encoder read with the question come before those that only share words with it. */
function rankOf({ relevance, terms, spans, text, fate }: ExplainedPassage) {
  const kept = spans.reduce((sum, [start, end]) => sum + end - start, 0);
  const keptShare = kept / text.length;
  if (relevance !== undefined) return { rank: 1 + relevance, keptShare };
  if (terms !== undefined) return { rank: terms / (1 + terms), keptShare };
  return { rank: fate === 'copied' ? 0 : keptShare, keptShare };
}

function bestOf(noted: readonly Noted[]): Noted[] {
  return [...noted].sort((a, b) => b.rank - a.rank || a.passage.index - b.passage.index).slice(0, MAX_NOTED);
}

function noteOf(passage: ExplainedPassage, keptShare: number, isShown: boolean): NotedPassage {
  const { index, document, start, relevance, terms, text, title } = passage;
  const beginning = text
    .replace(/^[\s#>*|-]+/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const heading = title.split(' > ').at(-1) ?? '';
  const caption = beginning.startsWith(heading) ? beginning : `${heading}: ${beginning}`;
  const end = CAPTION_LENGTH - (/[\ud800-\udbff]/.test(caption.charAt(CAPTION_LENGTH - 1)) ? 1 : 0);
  const shownCaption = caption.length > CAPTION_LENGTH ? `${caption.slice(0, end)}…` : caption;
  return { index, document, start, caption: shownCaption, relevance, terms, keptShare, isShown };
}
