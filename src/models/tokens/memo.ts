/** Longer keys are rarely seen twice, and would hold on to memory. */
const maxKeyLength = 64;
/** Up to here the engine copies a slice; a longer one is a view that keeps the whole text it was cut from alive. */
const longestCopiedSlice = 12;

/**
 * Remembers the counts of short texts; forgets them all when there are too many, so that memory stays flat.
 * Counting is a pure function, so what is remembered changes nothing but speed.
 */
export function memoise(count: (text: string) => number, maxEntries = 131_072): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    let tokens = known.get(text);
    if (tokens !== undefined) return tokens;
    tokens = count(text);
    if (text.length > maxKeyLength) return tokens;
    if (known.size >= maxEntries) known.clear();
    known.set(text.length > longestCopiedSlice ? copied(text) : text, tokens);
    return tokens;
  };
}

/** The same text in memory of its own. */
function copied(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
