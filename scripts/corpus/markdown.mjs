import { paragraph } from '../../dist/evaluation/corpus/prose.js';
import { fill } from '../../dist/evaluation/corpus/random.js';
import { words } from '../../dist/evaluation/corpus/words.js';

const blocks = [list, table, paragraph, paragraph, code, quote];

/** A handbook of about `characters` characters: headings, prose, lists, tables and commands. */
export function handbook(characters, random) {
  const parts = [`# ${fill('Handbook of the {plant} crews, {place}', words, random)}`];
  for (let length = 0; length < characters; ) {
    const heading = `${random.chance(0.4) ? '##' : '###'} ${fill('{Matter} and the {plant}', words, random)}`;
    const body = Array.from({ length: random.between(2, 5) }, () => random.pick(blocks)(random));
    parts.push(heading, ...body);
    length += heading.length + body.join('').length + 2 * body.length;
  }
  return `${parts.join('\n\n')}\n`;
}

function list(random) {
  const item = () =>
    `- ${fill('Check the {part} of the **{plant}**; it should be {condition}.', words, random)}`;
  return Array.from({ length: random.between(3, 8) }, item).join('\n');
}

function table(random) {
  const row = () => fill('| {place} | {plant} | {n:1-400} | {condition} |', words, random);
  return [
    '| site | plant | hours | state |',
    '|---|---|---|---|',
    ...Array.from({ length: random.between(4, 9) }, row),
  ].join('\n');
}

function code(random) {
  return ['```sh', fill('riverctl {action} --site "{place}" --limit {n:1-90}', words, random), '```'].join(
    '\n',
  );
}

function quote(random) {
  return `> ${fill('{Person}: ask the {role} before you touch the {part}.', words, random)}`;
}
