// Meetings as one text each, and which of its words a question is about.

/** What a transcript marks beside words: `{disfmarker}`, `{vocalsound}`. */
const NOISE = /\{[a-z]+\}/g;
const WORD = /[\p{L}\p{N}]+/gu;

/**
 * Every question that is about some turns, with its meeting: lines of `speaker: text`, and for each turn where its line and its
 * words stand.
 */
export function meetingTasks(rows) {
  return rows.flatMap(({ id, transcript, queries }) => {
    const meeting = meetingText(transcript);
    return queries
      .filter(({ relevant_spans: spans }) => spans.length > 0)
      .map(({ query, relevant_spans: spans }) => {
        const relevant = new Set();
        for (const [first, last] of spans)
          for (let turn = first; turn <= Math.min(last, transcript.length - 1); turn += 1) relevant.add(turn);
        return { id, question: query, ...meeting, relevant };
      });
  });
}

function meetingText(transcript) {
  let text = '';
  const turns = [];
  for (const { speaker, text: said } of transcript) {
    const start = text.length;
    text += `${speaker}: ${said}\n`;
    const spoken = said.replace(NOISE, (noise) => ' '.repeat(noise.length));
    const from = text.length - 1 - said.length;
    const words = [...spoken.matchAll(WORD)].map(({ 0: word, index }) => [
      from + index,
      from + index + word.length,
    ]);
    turns.push({ start, end: text.length, words });
  }
  return { text, turns };
}

/**
 * How many of the words that are to be kept are, and how many others.
 *
 * @param {{ text: string, turns: { words: number[][] }[], relevant: Set<number> }} task
 * @param {Iterable<readonly number[]>} spans Of the text; what is kept.
 */
export function wordsKept({ text, turns, relevant }, spans) {
  const isKept = new Uint8Array(text.length);
  for (const [start, end] of spans) isKept.fill(1, start, end);
  const words = { relevant: 0, relevantKept: 0, kept: 0 };
  for (const [turn, { words: spoken }] of turns.entries())
    for (const [start, end] of spoken) {
      const kept = Number(isKept.subarray(start, end).every((flag) => flag === 1));
      words.kept += kept;
      if (!relevant.has(turn)) continue;
      words.relevant += 1;
      words.relevantKept += kept;
    }
  return words;
}
