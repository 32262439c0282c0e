/**
 * Compiles replacements as SentencePiece does: a double array over UTF-8 bytes whose leaves hold the place of a text,
 * and the texts. Slow and simple.
 */
export function compileCharsmap(replacements: Readonly<Record<string, string>>): string {
  const texts: Buffer[] = [];
  let textsLength = 0;
  const keys = Object.entries(replacements).map(([from, to]) => {
    const entry = { key: [...Buffer.from(from)], value: textsLength };
    texts.push(Buffer.from(`${to}\0`));
    textsLength += Buffer.byteLength(to) + 1;
    return entry;
  });
  const nodes = doubleArray(keys);
  const head = Buffer.alloc(4 + 4 * nodes.length);
  head.writeUInt32LE(4 * nodes.length, 0);
  for (const [at, node] of nodes.entries()) head.writeUInt32LE(node >>> 0, 4 + 4 * at);
  return Buffer.concat([head, ...texts]).toString('base64');
}

interface Entry {
  readonly key: readonly number[];
  readonly value: number;
}

function doubleArray(entries: readonly Entry[]): number[] {
  const nodes = new Map<number, number>([[0, 0]]);

  const place = (at: number, label: number, depth: number, below: readonly Entry[]) => {
    const labels = [...new Set(below.map(({ key }) => key[depth] ?? 0))];
    let base = 1;
    // Children stand at the base with their label's bits flipped; labels differ, so their places do too.
    while (labels.some((child) => nodes.has(at ^ base ^ child)) || (at ^ base) < 256) base += 1;
    const start = at ^ base;
    const hasLeaf = labels.includes(0) ? 1 << 8 : 0;
    nodes.set(at, (base << 10) | hasLeaf | label);
    for (const child of labels) nodes.set(start ^ child, 0);
    for (const child of labels) {
      const within = below.filter(({ key }) => (key[depth] ?? 0) === child);
      if (child === 0) nodes.set(start, (1 << 31) | (within[0] as Entry).value);
      else place(start ^ child, child, depth + 1, within);
    }
  };

  place(0, 0, 0, entries);
  const length = (Math.max(...nodes.keys()) | 255) + 1;
  return Array.from({ length }, (_, at) => nodes.get(at) ?? 0);
}
