/**
 * A hit alone is no use to a reader: each unit is worth at least what the best one near it is worth, less what the way
 * costs. So around what answers a question its sentence stays, as far as the budget goes.
 *
 * @param scores Of a passage's units, in their order.
 * @param step What the first step away from a unit costs, and each of them.
 * @returns New scores, none lower than before.
 */
export function liftNeighbours(
  scores: Float32Array,
  { first, each }: { readonly first: number; readonly each: number },
): Float32Array {
  const lent = scores.map((score) => score - first);
  for (let unit = 1; unit < lent.length; unit += 1) lend(lent, unit - 1, unit, each);
  for (let unit = lent.length - 2; unit >= 0; unit -= 1) lend(lent, unit + 1, unit, each);
  return scores.map((score, unit) => Math.max(score, lent[unit] ?? score));
}

function lend(lent: Float32Array, from: number, to: number, cost: number): void {
  const offered = (lent[from] ?? 0) - cost;
  if (offered > (lent[to] ?? 0)) lent[to] = offered;
}
