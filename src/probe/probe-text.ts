import type { TokenCounter } from '../models/tokens/token-counter.ts';

/** A fact that was planted in a text, and what asks for it. */
export interface Needle {
  /** Where it stands, from 0 (the beginning) to 1 (the end). */
  readonly depth: number;
  readonly question: string;
  readonly answer: string;
}

/** A text of about so many tokens with facts planted in it. */
export interface ProbeText {
  readonly text: string;
  /** As `counter` counts them. */
  readonly tokens: number;
  readonly needles: readonly Needle[];
}

export interface ProbeTextOptions {
  /** Tokens of the text; what comes out is at most that, and less by a sentence or two. */
  readonly tokens: number;
  readonly depths: readonly number[];
  readonly counter: TokenCounter;
}

/**
 * Writes a text in which each sentence but the planted ones is unremarkable, so that nothing but reading finds them. The
 * same options give the same text.
 */
export function probeText({ tokens, depths, counter }: ProbeTextOptions): ProbeText {
  const random = numbers();
  const codes = depths.map((depth, at) => ({ depth, place: placeOf(at), code: codeOf(random) }));
  const planted = codes.map(({ depth, place, code }) => ({
    depth,
    sentence: `The access code of the ${place} archive is ${code}.`,
    question: `What is the access code of the ${place} archive?`,
    answer: code,
  }));
  // With the space before it, since that is how most tokenizers count.
  const cost = (sentence: string) => counter.count(` ${sentence}`);
  let room = tokens - planted.reduce((sum, { sentence }) => sum + cost(sentence), 0);
  const filler: string[] = [];
  for (;;) {
    const sentence = sentenceOf(random);
    room -= cost(sentence);
    if (room < 0) break;
    filler.push(sentence);
  }
  // From the last to the first, so that the places of those before stay what they are.
  for (const { depth, sentence } of planted.toSorted((a, b) => b.depth - a.depth)) {
    filler.splice(Math.round(depth * filler.length), 0, sentence);
  }
  const text = filler.join(' ');
  return {
    text,
    tokens: counter.count(text),
    needles: planted.map(({ depth, question, answer }) => ({ depth, question, answer })),
  };
}

const people =
  'harbour master|night porter|new archivist|younger clerk|surveyor|librarian|ferryman|cook'.split('|');
const deeds = 'put away|looked for|wrote about|repaired|counted|forgot|carried home|described'.split('|');
const things = 'old ledgers|wet ropes|lamps|spare oars|letters|window frames|baskets|maps'.split('|');
const times =
  'before lunch|in the rain|after the meeting|without hurry|on the way back|during the fog|all summer|again'.split(
    '|',
  );
const places =
  'Northgate|Lindholm|Avery|Castellan|Maribor|Quillan|Tarnside|Oxbridge|Velden|Harrow|Islay|Penrose'.split(
    '|',
  );

/** A name of its own for each needle. */
function placeOf(at: number): string {
  const round = Math.floor(at / places.length);
  const name = places[at % places.length] ?? '';
  return round === 0 ? name : `${name} ${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[round - 1] ?? round}`;
}

function sentenceOf(random: () => number): string {
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';
  return `The ${pick(people)} ${pick(deeds)} the ${pick(things)} ${pick(times)}, and the ${pick(people)} ${pick(deeds)} the ${pick(things)} ${pick(times)}.`;
}

/** Six digits that start with none that a model may leave out. */
function codeOf(random: () => number): string {
  return `${100_000 + Math.floor(random() * 900_000)}`;
}

/** Numbers in [0, 1), the same ones each time. */
function numbers(): () => number {
  let state = 20_261_124;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
