// What a compression leaves: its text, and where in each document it comes from.

/**
 * Compresses, and fails if the budget does not hold.
 *
 * @param {import('../dist/index.js').Compressor} compressor
 * @returns {Promise<{ text: string, spans: (readonly [number, number])[][], stats: import('../dist/index.js').CompressStats }>}
 */
export async function compressed(compressor, source, options) {
  const result = await compressor.compress(source, options);
  let text = '';
  for await (const piece of result.text()) text += piece;
  const spans = [];
  for await (const document of result.documents()) {
    const own = [];
    for await (const span of document.spans()) own.push(span);
    spans.push(own);
  }
  await result[Symbol.asyncDispose]();
  const { outputTokens, budget } = result.stats;
  if (outputTokens > budget) throw new Error(`over budget: ${outputTokens} > ${budget}`);
  return { text, spans, stats: result.stats };
}
