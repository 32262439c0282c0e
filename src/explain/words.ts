import type { CompressStats } from '../compress/compression.ts';
import type { ExplainedPassage } from '../stages/explain/explained-passage.ts';
import type { ReasonCount } from './overview.ts';

type Reason = ReasonCount['reason'];

/** Why units are kept, in words. */
export const KEPT_BECAUSE: Readonly<Record<Exclude<Reason, 'unread' | 'repeated'>, string>> = {
  protected: 'protected, whatever the score',
  score: 'score above the one to pass',
  room: 'score not above the one to pass, but there was room left',
  exchange: 'taken in exchange for others, so that the budget is spent',
  loose: 'taken without what it stands in, as nothing whole spends the budget',
  beginning: 'the beginning of a line that did not fit whole',
  copied: 'the input is within its budget',
};

/** Why they are dropped. */
export const DROPPED_BECAUSE: Readonly<Record<Exclude<Reason, 'copied' | 'protected' | 'loose'>, string>> = {
  score: 'score below the one to pass',
  room: 'score just the one to pass, and no room left',
  exchange: 'given up for others that spend the budget better',
  beginning: 'the rest of a line of which only the beginning fits',
  repeated: 'says again what stands before it',
  unread: 'not among those that are most relevant to the question',
};

/** A line for each reason: `1,204 words dropped: …`. */
export function reasonLine({ kept, reason, count }: ReasonCount): string {
  const words: Readonly<Partial<Record<Reason, string>>> = kept ? KEPT_BECAUSE : DROPPED_BECAUSE;
  const kind = reason === 'unread' || reason === 'copied' ? 'passage' : 'unit';
  return `${counted(count, kind)} ${kept ? 'kept' : 'dropped'}: ${words[reason] ?? reason}`;
}

/** What became of a passage, in a few words. */
export function passageFacts(passage: ExplainedPassage): readonly string[] {
  const { relevance, terms, units, fate } = passage;
  return [
    ...(relevance === undefined ? [] : [`relevance ${percent(relevance)}`]),
    ...(terms === undefined || relevance !== undefined ? [] : [`BM25 ${terms.toFixed(1)}`]),
    ...(fate === 'scored' ? scoredFacts(units) : []),
    ...repeatedFacts(units),
    ...(fate === 'unread' ? ['dropped whole: others are more relevant'] : []),
  ];
}

/** Where that stands which is dropped because it was said before. */
function repeatedFacts(units: ExplainedPassage['units']): readonly string[] {
  const sources = new Set(
    units.flatMap(({ kept, repeats }) => (kept || repeats === undefined ? [] : [repeats])),
  );
  const [first, ...rest] = sources;
  if (first === undefined) return [];
  const more = rest.length === 0 ? '' : ` and ${grouped(rest.length)} more`;
  return [`in part said before in passage ${first + 1}${more}`];
}

function scoredFacts(units: ExplainedPassage['units']): readonly string[] {
  const kept = units.filter((unit) => unit.kept);
  const scores = kept.filter(({ reason }) => reason !== 'protected').map(({ score }) => score);
  const range =
    scores.length === 0 ? [] : [`scores ${figure(Math.min(...scores))} to ${figure(Math.max(...scores))}`];
  const isProtected = kept.length - scores.length;
  return [
    `${grouped(kept.length)} of ${counted(units.length, 'unit')} kept`,
    ...range,
    ...(isProtected === 0 ? [] : [`${grouped(isProtected)} protected`]),
  ];
}

/** `2,104,332 → 4,000 tokens (526×)`. */
export function tokensLine({ inputTokens, outputTokens, ratio }: CompressStats): string {
  const times = Number.isFinite(ratio) ? ` (${figure(ratio)}×)` : '';
  return `${grouped(inputTokens)} → ${grouped(outputTokens)} tokens${times}`;
}

/** What is not shown of a source. */
export function countedText(passages: number, characters: number): string {
  return `${counted(passages, 'passage')} (${counted(characters, 'character')})`;
}

export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

export function percent(share: number): string {
  return `${figure(100 * share)}%`;
}

/** Two figures or three: `0.4`, `9.1`, `98`. */
export function figure(value: number): string {
  return value < 10 ? value.toFixed(1).replace(/\.0$/, '') : grouped(value);
}

export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
