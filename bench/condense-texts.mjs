// Repetitive texts with facts in them that can be found again: each fact has a name and a figure of its own.

import { paragraph } from '../dist/evaluation/corpus/prose.js';
import { fill, seededRandom } from '../dist/evaluation/corpus/random.js';
import { words } from '../dist/evaluation/corpus/words.js';

/** @typedef {{ question: string, holds: (text: string) => boolean }} Fact */

/** A valve, and a figure that only it has. @returns {Fact & { text: string }} */
function plantedFact(random, at) {
  const [name, figure] = [`K-${1000 + 37 * at}`, `${random.between(20, 99)}.${random.between(10, 99)}`];
  const place = fill('{place}', words, random);
  return {
    text: `The safety valve ${name} at ${place} opens at ${figure} bar.`,
    question: `At what pressure does the valve ${name} open?`,
    holds: (text) => text.includes(name) && text.includes(figure),
  };
}

/** A thread: every post quotes up to five earlier ones and adds a paragraph and a fact. */
export function thread(seed = 1, posts = 60) {
  const random = seededRandom(seed);
  const facts = Array.from({ length: posts }, (_, at) => plantedFact(random, at));
  const own = facts.map(({ text }) => `${paragraph(random)} ${text}`);
  const text = own.map((post, at) => {
    const earlier = Array.from({ length: Math.min(at, 5) }, () => own[random.between(0, at - 1)]);
    return [`Post ${at + 1}`, ...earlier.map((one) => one.replaceAll(/^/gm, '> ')), post].join('\n\n');
  });
  return { name: 'quoted posts', documents: [{ text: text.join('\n\n'), mediaType: 'text/plain' }], facts };
}

/** Pages of a site: the same head, navigation and foot around a body of its own with a fact. */
export function pages(seed = 2, count = 60) {
  const random = seededRandom(seed);
  const head = Array.from({ length: 12 }, () => fill('{Matter} and {matter} at {place}', words, random)).join(
    '\n',
  );
  const foot = Array.from({ length: 3 }, () => paragraph(random)).join('\n\n');
  const facts = Array.from({ length: count }, (_, at) => plantedFact(random, at));
  const documents = facts.map(({ text }, at) => ({
    text: `${head}\n\nPage ${at + 1}\n\n${paragraph(random)} ${text}\n\n${foot}\n`,
    mediaType: 'text/plain',
  }));
  return { name: 'pages with the same frame', documents, facts };
}

const ROUTINE = [
  'INFO  gateway request {n:100000-999999} from 10.0.{n:0-255}.{n:0-255} served in {n:1-900} ms',
  'DEBUG cache hit ratio 0.{n:10-99} over {n:100-9999} keys',
  'INFO  scheduler job {n:1000-9999} finished after {n:1-60} s',
  'INFO  pool {n:1-400} readings stored, {n:0-9} waiting',
  'WARN  gauge reading {n:1-400} came {n:2-30} s late',
];

/** A log of a few routine lines and rare ones that differ from all others, some with a stack trace. */
export function log(seed = 3, lines = 5000, rare = 40) {
  const random = seededRandom(seed);
  const all = Array.from({ length: lines }, () => fill(random.pick(ROUTINE), words, random));
  const facts = Array.from({ length: rare }, (_, at) => {
    const [part, plant] = [fill('{part}', words, random), fill('{plant}', words, random)];
    const code = `${7000 + 13 * at}`;
    const level = random.pick(['ERROR', 'ERROR', 'INFO ']);
    const line = `${level} the ${part} of the ${plant} stopped with code ${code}`;
    const trace = random.chance(0.5)
      ? `\n\tat plant.Drive.turn(Drive.java:${at + 10})\n\tat plant.Main.run(Main.java:7)`
      : '';
    all[random.between(0, lines - 1)] = line + trace;
    return { text: line, question: `What stopped with code ${code}?`, holds: (text) => text.includes(line) };
  });
  const clock = { time: Date.UTC(2031, 4, 3) };
  const stamped = (line) => {
    clock.time += random.between(20, 2000);
    return `${new Date(clock.time).toISOString()} ${line}\n`;
  };
  const text = all.map(stamped).join('');
  return {
    name: 'a log with rare lines',
    documents: [{ text, mediaType: 'text/x-log' }],
    facts: facts.filter(({ text: line }) => text.includes(line)),
  };
}

/** Paragraphs that are the same but for the name and the figure of a valve. */
export function nearDuplicates(seed = 4, count = 60) {
  const random = seededRandom(seed);
  const around = paragraph(random);
  const facts = Array.from({ length: count }, (_, at) => plantedFact(random, at));
  const documents = [
    { text: facts.map(({ text }) => `${around} ${text}\n`).join('\n'), mediaType: 'text/plain' },
  ];
  return { name: 'paragraphs that differ in a figure', documents, facts };
}
