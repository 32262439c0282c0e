/**
 * Writes the prompt of generative engines as JSON, so that the model is trained on what it will be asked:
 * `node prompt.mjs WORK/prompt.json`, after `npm run build`.
 */
import { writeFileSync } from 'node:fs';
import { chatMessages, documentFrame } from '../../dist/models/engines/prompts.js';

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('name the file to write: node prompt.mjs WORK/prompt.json');

const [answer, notes] = ['answer', 'notes'].map((type) => {
  const [system, user] = chatMessages({ type, question: '{question}', context: [] });
  return { system: system.content, tail: user.content };
});
const [opening, closing] = documentFrame('{id}');
const notFound = /write ([A-Z ]+)\./.exec(answer.tail)?.[1];
writeFileSync(
  path,
  `${JSON.stringify({ system: answer.system, answer: answer.tail, notes: notes.tail, opening, closing, notFound }, null, 2)}\n`,
);
