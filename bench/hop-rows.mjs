// Questions that need two paragraphs, each among eight others: half of those share words with the question, half names with the two.
import { join } from 'node:path';
import { bm25 } from '../dist/evaluation/distractors.js';
import { randomOrder } from './baselines.mjs';
import { bridges, comparisons } from './hop-questions.mjs';
import { readRows } from './rows.mjs';

const OTHERS = 4;
const OTHERS_BY_NAME = 2;
const PARAGRAPH = 600;

/** Made of paragraphs of the training files. @param {string} folder */
export async function developmentRows(folder) {
  const paragraphs = await readParagraphs(folder);
  const find = (title, words = '') => {
    const at = paragraphs.findIndex((own) => own.title === title && own.text.includes(words));
    if (at < 0) throw new Error(`no paragraph '${title}' holds '${words}'`);
    return at;
  };
  const asked = [
    ...bridges.map(({ question, from, to, answer }) => ({
      question,
      answers: [answer],
      gold: [
        { at: find(from, withoutBrackets(to)), holds: withoutBrackets(to) },
        { at: find(to, answer), holds: answer },
      ],
    })),
    ...comparisons.map(({ question, titles }) => ({
      question,
      answers: [],
      gold: titles.map((title) => ({ at: find(title), holds: undefined })),
    })),
  ];
  const order = bm25(paragraphs.map(({ title, text }) => `${title} ${text}`));
  return asked.map(({ question, answers, gold }, seed) => {
    const titles = new Set(gold.map(({ at }) => paragraphs[at].title));
    const others = [];
    const take = (query, count) => {
      const most = others.length + count;
      for (const at of order(query)) {
        if (others.length === most) return;
        if (titles.has(paragraphs[at].title)) continue;
        titles.add(paragraphs[at].title);
        others.push({ at, holds: undefined });
      }
    };
    take(question, OTHERS);
    for (const { at } of gold) take(namesOf(paragraphs[at].text.slice(0, PARAGRAPH)), OTHERS_BY_NAME);
    const documents = [
      ...gold.map((one) => ({ ...one, gold: true })),
      ...others.map((one) => ({ ...one, gold: false })),
    ].map(({ at, holds, gold: isGold }) => ({
      title: paragraphs[at].title,
      text: beginning(paragraphs[at].text, holds),
      gold: isGold,
    }));
    return { question, answers, documents: randomOrder(documents.length, seed).map((at) => documents[at]) };
  });
}

/** Paragraphs of QED and the beginnings of the pages of TimeQA, without the spaces around their punctuation. */
async function readParagraphs(folder) {
  const found = new Map();
  const add = (title, text) => {
    if (text.length > 150) found.set(`${title}\n${text}`, { title, text });
  };
  for (const { title, context } of await readRows(join(folder, 'qa_timeqa.jsonl.xz'))) {
    const text = asWritten(context);
    const page = text.startsWith(`${title} `) ? text.slice(title.length + 1) : text;
    add(title, page.slice(0, page.slice(0, 700).lastIndexOf('. ') + 1));
  }
  for (const { title, context } of await readRows(join(folder, 'qa_qed.jsonl.xz'))) {
    const text = asWritten(context);
    if (text.length <= 1400) add(title, text);
  }
  return [...found.values()];
}

/** @param {string} text */
function asWritten(text) {
  return text
    .replace(/`` ?| ?''/g, '"')
    .replace(/\s+([,.;:!?%)\]])/g, '$1')
    .replace(/([([$])\s+/g, '$1')
    .replace(/\s+('s|n't|'re|'ll|'d|'ve|'m)\b/g, '$1')
    .replace(/(\w) - (\w)/g, '$1-$2')
    .replaceAll(' -- ', ' – ')
    .trim();
}

/** About a hundred words, and more if what matters comes later. */
function beginning(text, holds) {
  const sentences = text.split(/(?<=[.!?]) (?=[A-Z"(])/);
  const last = holds === undefined ? 0 : sentences.findLastIndex((sentence) => sentence.includes(holds));
  let cut = sentences.slice(0, last + 1).join(' ');
  for (const sentence of sentences.slice(last + 1)) {
    if (cut.length + sentence.length > PARAGRAPH) break;
    cut += ` ${sentence}`;
  }
  return cut;
}

function withoutBrackets(title) {
  return title.replace(/\s*\(.*\)$/, '');
}

function namesOf(text) {
  return (text.match(/\b[A-Z]\w+/g) ?? []).join(' ');
}
