import { mapStage, type Stage } from '../../pipeline/stage.ts';
import type { DividedPassage, ScoredBatch } from '../batch.ts';
import type { MediaType } from '../media-type.ts';
import type { TermHits } from '../rank/term-hits.ts';
import { REPEATED_SCORE } from '../score/scale.ts';
import { scoreEvents } from './event-scores.ts';
import type { Repetition, RepetitionReader } from './repetition-spool.ts';

/** By what scores are changed. */
export interface CondenseOptions {
  readonly repetitions: RepetitionReader;
  /** What the question names in the lines of a log; absent if nothing is asked. */
  readonly hits?: TermHits | undefined;
}

/** Takes its worth from what was said before, and some of it from lines of logs of which there were many. */
export function condenseStage({ repetitions, hits }: CondenseOptions): Stage<ScoredBatch, ScoredBatch> {
  return mapStage({
    name: 'condense',
    async map({ batch, scores }: ScoredBatch, context) {
      const condensed: Float32Array[] = [];
      for (const [at, divided] of batch.passages.entries()) {
        const found = await repetitions.of(divided.passage.index);
        const own = scores[at] ?? new Float32Array(0);
        condensed.push(condense(divided, own, { found, hits, mediaType: batch.document.mediaType }));
        context.count({ characters: found.reduce((sum, { start, end }) => sum + end - start, 0) });
      }
      return { batch, scores: condensed };
    },
  });
}

interface Condensation {
  readonly found: readonly Repetition[];
  readonly hits: TermHits | undefined;
  readonly mediaType: MediaType;
}

function condense(
  divided: DividedPassage,
  scores: Float32Array,
  { found, hits, mediaType }: Condensation,
): Float32Array {
  const { passage, units } = divided;
  const isLog = mediaType === 'text/x-log' && passage.unitKind === 'line' && units.roles === undefined;
  if (found.length === 0 && !isLog) return scores;
  const changed = isLog ? scoreEvents(divided, scores, { found, hits }) : scores.slice();
  let unit = 0;
  for (const [start, end] of stretches(passage.text, found)) {
    while (unit < units.count && (units.cores[unit] ?? 0) < start) unit += 1;
    for (; unit < units.count && (units.ends[unit] ?? 0) <= end; unit += 1) changed[unit] = REPEATED_SCORE;
  }
  return changed;
}

/** What is said again word for word, as far as nothing new stands between: a unit may hold several statements. */
function stretches(text: string, found: readonly Repetition[]): readonly (readonly [number, number])[] {
  const joined: [number, number][] = [];
  for (const { start, end, alike } of found) {
    if (alike > 0) continue;
    const last = joined.at(-1);
    if (last !== undefined && text.slice(last[1], start).trim() === '') last[1] = end;
    else joined.push([start, end]);
  }
  return joined;
}
