import { fill } from '../../dist/evaluation/corpus/random.js';
import { words } from '../../dist/evaluation/corpus/words.js';

const comments = [
  '// The {part} reports twice after a restart; the second value is the true one.',
  '// Readings older than {n:2-90} minutes are stale at {place}.',
  '// Agreed with the {role}: round down, because {reason}.',
];

const bodies = [
  ['  const limit = {n:2-400};', '  return {noun}s.filter((one) => one.value > limit).length;'],
  [
    '  for (const {noun} of {noun}s) {',
    "    if ({noun}.state === '{condition}') return {noun};",
    '  }',
    '  return undefined;',
  ],
  [
    '  const total = {noun}s.reduce((sum, one) => sum + one.value, 0);',
    '  return total / Math.max(1, {noun}s.length);',
  ],
  [
    "  const site = sites.get('{place}');",
    "  if (site === undefined) throw new Error('no {plant} at {place}');",
    '  return site.{action}({n:1-60});',
  ],
];

/** A source file of about `characters` characters: functions with a comment each. */
export function sourceFile(characters, random) {
  const parts = ["import { sites } from './sites.js';"];
  for (let length = 0; length < characters; ) {
    const noun = random.pick(words.noun);
    const name = `${random.pick(words.action)}${capital(random.pick(words.noun))}${capital(noun)}`;
    const lists = { ...words, noun: [noun] };
    const lines = random.pick(bodies).map((line) => fill(line, lists, random));
    const text = [
      fill(random.pick(comments), words, random),
      `export function ${name}(${noun}s) {`,
      ...lines,
      '}',
    ].join('\n');
    parts.push(text);
    length += text.length + 2;
  }
  return `${parts.join('\n\n')}\n`;
}

function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}
