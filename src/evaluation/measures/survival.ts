/**
 * The share of the answers that stand in a text as whole words; of those that are alternatives, 1 if any of them does. Case,
 * punctuation and the kind of white space do not count.
 *
 * @param source - the text before the cut: answers that did not stand there cannot survive, and are left out
 * @returns null where none of the answers stood there.
 */
export function survival(
  text: string,
  source: string,
  { answers, needs }: { readonly answers: readonly string[]; readonly needs: 'any' | 'all' },
): number | null {
  const [kept, before] = [padded(text), padded(source)];
  const there = answers.filter((answer) => holds(before, answer));
  if (there.length === 0) return null;
  const surviving = there.filter((answer) => holds(kept, answer)).length;
  return needs === 'any' ? Math.min(1, surviving) : surviving / there.length;
}

/** Whether any of the answers stands in the text as whole words. */
export function holdsAnswer(text: string, answers: readonly string[]): boolean {
  const own = padded(text);
  return answers.some((answer) => holds(own, answer));
}

/** Lower case, punctuation to spaces, single spaces. */
export function plainWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\s]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function padded(text: string): string {
  return ` ${plainWords(text)} `;
}

function holds(text: string, answer: string): boolean {
  const own = plainWords(answer);
  return own !== '' && text.includes(` ${own} `);
}
