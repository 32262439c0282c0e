/**
 * Where the character cluster (what a reader takes for one character) ends that begins at `start`.
 *
 * Between two characters of the usual scripts there is nothing to think about. The rest is asked of
 * `Intl.Segmenter`, in short runs, since it takes quadratic time on long ones.
 */
export function clusterEnd(text: string, start: number): number {
  if (isSimple(text.charCodeAt(start))) {
    const next = text.charCodeAt(start + 1);
    if (Number.isNaN(next)) return start + 1;
    if (isSimple(next)) return text.startsWith('\r\n', start) ? start + 2 : start + 1;
  }
  for (let length = RUN; ; length *= 2) {
    const run = text.slice(start, start + length);
    const first = segmenter.segment(run).containing(0)?.segment.length ?? 1;
    if (first < run.length || start + run.length === text.length) return start + first;
  }
}

/** Clusters are shorter, nearly always. */
const RUN = 32;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

function isSimple(unit: number): boolean {
  return simple[unit] === 1;
}

/** Scripts and punctuation of which no character joins with another one of these. */
const simple = new Uint8Array(65_536);
for (const [first, last] of [
  [0x0000, 0x02ff],
  [0x0370, 0x0482],
  [0x048a, 0x058f],
  [0x05d0, 0x05ea],
  [0x0620, 0x064a],
  [0x1e00, 0x1fff],
  [0x2010, 0x2027],
  [0x2030, 0x205e],
  [0x3000, 0x3029],
  [0x3041, 0x3096],
  [0x309b, 0x312f],
  [0x3400, 0x9fff],
  [0xac00, 0xd7a3],
  [0xff01, 0xff9d],
] as const) {
  simple.fill(1, first, last + 1);
}
