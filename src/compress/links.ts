import type { Mentions } from '../stages/rank/mentions.ts';

/** Links are followed among so many passages at most: among more, much shares rare names by chance. */
const MOST_PASSAGES = 32;
/** So many of the most relevant passages lead to others. */
const HITS = 8;
/** And only those that are more likely to help than not: where nothing was found, nothing leads on. */
const LIKELY = 0;
/** A title that is named counts so many times what its words do. */
const TITLE_WEIGHT = 2;
/** The strength of a link that brings a passage half of the way to the hit. */
const HALF_WAY = 50;

/** What links are found by. */
export interface Linkable {
  readonly document: number;
  readonly combined: number;
  readonly mentions: Mentions;
}

/**
 * The second step of a question that needs two: passages that name what a hit names, or are named by it, move towards
 * its relevance, the further the rarer the names are. None passes the hit. Only from one document to another: the passages
 * of one share names whatever they say.
 *
 * @returns For each passage its relevance with what leads to it; see docs/adr/0027-two-hop-questions.md.
 */
export function linkedRelevance(candidates: ReadonlyMap<number, Linkable>): ReadonlyMap<number, number> {
  const relevance = new Map([...candidates].map(([passage, { combined }]) => [passage, combined]));
  if (candidates.size > MOST_PASSAGES) return relevance;
  const rarities = sharedRarities(candidates.values());
  const likely = [...candidates.values()].filter(({ combined }) => combined > LIKELY);
  const hits = likely.sort((a, b) => b.combined - a.combined).slice(0, HITS);
  for (const hit of hits)
    for (const [passage, own] of candidates) {
      const gap = hit.combined - own.combined;
      if (gap <= 0 || hit.document === own.document) continue;
      const link = strength(hit.mentions, own.mentions, rarities);
      const moved = own.combined + (gap * link) / (link + HALF_WAY);
      if (moved > (relevance.get(passage) ?? moved)) relevance.set(passage, moved);
    }
  return relevance;
}

/** How much each name counts between two candidates that hold it: less the more others do. */
function sharedRarities(candidates: Iterable<Linkable>): ReadonlyMap<number, number> {
  const holding = new Map<number, number>();
  const rarities = new Map<number, number>();
  for (const { mentions } of candidates)
    for (const [name, rarity] of mentions.names) {
      const count = holding.get(name) ?? 0;
      holding.set(name, count + 1);
      if (count > 0) rarities.set(name, rarity / Math.sqrt(count));
    }
  return rarities;
}

function strength(hit: Mentions, other: Mentions, rarities: ReadonlyMap<number, number>): number {
  let sum = TITLE_WEIGHT * (named(hit, other) + named(other, hit));
  for (const name of other.names.keys()) if (hit.names.has(name)) sum += rarities.get(name) ?? 0;
  return sum;
}

/** How much of a title one passage names of another; nothing unless all its words stand there. */
function named({ words, title: own }: Mentions, { title }: Mentions): number {
  if (title.size === 0) return 0;
  let sum = 0;
  let isOwn = title.size === own.size;
  for (const [word, rarity] of title) {
    if (!words.has(word)) return 0;
    isOwn &&= own.has(word);
    sum += rarity;
  }
  return isOwn ? 0 : sum;
}
