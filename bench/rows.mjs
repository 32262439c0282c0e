// Reads JSON lines, plain or xz-compressed, as the evaluation files come, and the questions in them.
import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { holdsAnswer } from '../dist/evaluation/measures/survival.js';

export { holdsAnswer };

/** @param {string} path */
export async function readRows(path) {
  const bytes = path.endsWith('.xz')
    ? spawn('xz', ['-dc', path], { stdio: ['ignore', 'pipe', 'inherit'] }).stdout
    : createReadStream(path);
  const rows = [];
  for await (const line of createInterface({ input: bytes }))
    if (line.trim() !== '') rows.push(JSON.parse(line));
  return rows;
}

/**
 * Questions whose answer stands in the passage that is said to hold it: the gold one of its `documents`, or else its `context`.
 *
 * @param {string} path
 */
export async function readQuestions(path) {
  return (await readRows(path))
    .map(({ question, answers, documents, title, context }) => ({
      question,
      answers,
      gold: documents?.find(({ gold }) => gold) ?? { title, text: context },
    }))
    .filter(({ answers, gold }) => holdsAnswer(gold.text, answers));
}

/** So many of a list, spread evenly over it. @template T @param {readonly T[]} list @param {number} count */
export function spread(list, count) {
  const step = Math.max(1, Math.floor(list.length / count));
  return list.filter((_, at) => at % step === 0).slice(0, count);
}
