// Reads JSON lines, plain or xz-compressed, as the evaluation files come.
import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

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

/** Lower case, punctuation to spaces, single spaces: how answers are compared. @param {string} text */
export function normalise(text) {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\s]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whether any of the answers stands in the text as whole words. @param {string} text @param {string[]} answers */
export function holdsAnswer(text, answers) {
  const padded = ` ${normalise(text)} `;
  return answers.some((answer) => normalise(answer) !== '' && padded.includes(` ${normalise(answer)} `));
}
