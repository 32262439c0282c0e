import type { Compression } from '../compress/compression.ts';

/**
 * An explanation as JSON lines, one a passage: `{"document", "passage", "start", "end", "relevance"?, "terms"?, "threshold"?,
 * "fate", "spans": [[start, end], …], "units": [[start, end, score, cost, kept, reason, repeats?], …]}`; `repeats` is the passage
 * that says the same first.
 */
export async function* explanationLines(
  compression: Pick<Compression, 'explanation'>,
): AsyncGenerator<string, void, undefined> {
  for await (const passage of compression.explanation()) {
    const { document, index, start, end, relevance, terms, threshold, fate, spans } = passage;
    const units = passage.units.map((unit) => [
      unit.start,
      unit.end,
      unit.score,
      unit.cost,
      unit.kept,
      unit.reason,
      ...(unit.repeats === undefined ? [] : [unit.repeats + 1]),
    ]);
    const line = {
      document,
      passage: index + 1,
      start,
      end,
      relevance: rounded(relevance),
      terms: rounded(terms),
      threshold,
      fate,
      spans,
      units,
    };
    yield `${JSON.stringify(line)}\n`;
  }
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value.toFixed(4));
}
