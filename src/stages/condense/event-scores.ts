import type { DividedPassage } from '../batch.ts';
import type { TermHits } from '../rank/term-hits.ts';
import { type LogEvent, logEvents } from './log-events.ts';
import type { Repetition } from './repetition-spool.ts';

/** What a doubling of the lines that were alike takes from the next one, and the most that it may take. */
const DOUBLING_COST = 1.5;
const MOST_COST = 6;
/** A line that the question names keeps at least this share of what that is worth. */
const HIT_SHARE = 0.5;

/** What a line that tells of trouble is worth besides. */
const SEVERE =
  /\b(?:ERROR|FATAL|CRITICAL|SEVERE|PANIC|ALERT|EMERG(?:ENCY)?|error|fatal|panic|critical|\w*Exception|Traceback|segfault|OutOfMemory\w*)\b/;
const WARNING =
  /\b(?:WARN(?:ING)?|warn(?:ing)?|failed|FAILED|denied|refused|timed out|timeout|unreachable)\b/;
const SEVERE_BONUS = 3;
const WARNING_BONUS = 1.5;

/** What is known of the lines of a log passage. */
interface EventContext {
  readonly found: readonly Repetition[];
  readonly hits: TermHits | undefined;
}

/**
 * The scores of lines of a log: those of one event are worth the same, so that a stack trace stays together; trouble is
 * worth more; and the more events there were that differ in their values alone, the less is the next one.
 */
export function scoreEvents(
  { passage, units }: DividedPassage,
  scores: Float32Array,
  { found, hits }: EventContext,
): Float32Array {
  const changed = scores.slice();
  const named = hits?.of(passage, units);
  const alike = new Map(found.map((repetition) => [repetition.start, repetition.alike]));
  let unit = 0;
  for (const event of logEvents(passage.text)) {
    const first = unit;
    while (unit < units.count && (units.cores[unit] ?? 0) < event.end) unit += 1;
    if (unit === first) continue;
    const asked = named === undefined ? 0 : Math.max(...named.subarray(first, unit));
    const cost = repeatedCost(alike.get(event.start) ?? 0);
    const bonus = trouble(passage.text, event) - (asked > 0 ? Math.min(cost, HIT_SHARE * asked) : cost);
    const own = scores.subarray(first, unit);
    // The words of a very long line are units of their own.
    if (hasLines(passage.text, event)) changed.fill(together(own) + bonus, first, unit);
    else
      changed.set(
        own.map((score) => score + bonus),
        first,
      );
  }
  return changed;
}

function hasLines(text: string, { start, end }: LogEvent): boolean {
  return text.slice(start, end).trimEnd().includes('\n');
}

function repeatedCost(alike: number): number {
  return Math.min(MOST_COST, DOUBLING_COST * Math.log2(1 + alike));
}

function trouble(text: string, { start, end }: LogEvent): number {
  const shown = text.slice(start, end);
  if (SEVERE.test(shown)) return SEVERE_BONUS;
  return WARNING.test(shown) ? WARNING_BONUS : 0;
}

/** Half the best and half the mean, as for the words of a line: what counts is how dense an event is. */
function together(scores: Float32Array): number {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return (Math.max(...scores) + mean) / 2;
}
