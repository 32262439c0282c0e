// Writes docs/results.md and data/curves.json from bench/results/*.json, or prints the one of them that --print names.
import { readFileSync, writeFileSync } from 'node:fs';

const read = (name) =>
  JSON.parse(readFileSync(new URL(`../bench/results/${name}.json`, import.meta.url), 'utf8'));
const documents = read('documents');
const answered = read('documents-answered');
const generated = read('generated');

const outputs = { 'docs/results.md': results(), 'data/curves.json': curves() };
const at = process.argv.indexOf('--print');
if (at > 0) process.stdout.write(outputs[process.argv[at + 1]]);
else
  for (const [path, text] of Object.entries(outputs))
    writeFileSync(new URL(`../${path}`, import.meta.url), text);

/** What `compress --dry-run` reads. */
function curves() {
  const ratios = documents.curves[0].points.map(({ ratio }) => ratio);
  const scorers = Object.fromEntries(
    documents.environment['models of the levels'].split(', ').map((one) => one.split(': ')),
  );
  const lines = documents.curves
    .toSorted((a, b) => a.level - b.level || Number(a.isAsked) - Number(b.isAsked))
    .map(({ level, isAsked, points }) => {
      const kept = points.map(({ measures }) => Number(measures.survival.mean.toFixed(3)));
      const questions = points[0].measures.survival.count;
      return `    ${JSON.stringify({ level, scorer: scorers[level], question: isAsked, questions, kept })}`;
    });
  const about =
    'Share of answers that survive in 20 documents of which one holds the answer (Natural Questions, the others chosen to be alike), by bench/standard-sweep.mjs.';
  return `{\n  "about": ${JSON.stringify(about)},\n  "ratios": ${JSON.stringify(ratios)},\n  "curves": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

function results() {
  return `# Results

Written by \`npm run docs\` from the results that are stored in \`bench/results/\`, which a test compares with this file and with the curve that
\`pith compress --dry-run\` goes by. \`node bench/standard-sweep.mjs --eval FOLDER\` measures them anew. In brackets is where the mean lies with
95% confidence (bootstrap over rows). Of what is below, \`pith eval\` measures the same for texts of yours.

## Twenty documents, one of which holds the answer

Natural Questions; the other 19 are those of the other questions that look most like the question (BM25) and hold no answer. Answers that
survive, of ${rowsOf(documents)} questions:

${measureTable(documents, 'survival')}

\`${documents.command}\`

## Whether they are still answered

The same, answered by the embedded reader of level 9 from the text as it is and from what is left of it. That an answer survives does not mean
that it is found: what stood around it matters. F1:

${measureTable(answered, 'f1')}

The same with exact match:

${measureTable(answered, 'exact')}

\`${answered.command}\`

## Generated tasks

What \`pith eval\` measures without arguments: needles, key-value, several needles, variable tracking, common words, documents, two hops, reading and
meetings, ${rowsOf(generated)} rows. Answers that survive:

${measureTable(generated, 'survival')}

Answers that the reader names; it is made for facts of prose, and finds few of these from the text as it is:

${measureTable(generated, 'subspan')}

\`${generated.command}\`

## Where

${[documents, answered, generated].map(machine).join('\n')}
`;
}

function measureTable({ uncompressed, curves: own }, measure) {
  const ratios = own[0].points.map(({ ratio }) => ratio);
  const asIs = uncompressed?.measures[measure];
  const head = ['', ...(asIs === undefined ? [] : ['as it is']), ...ratios.map((ratio) => `ratio ${ratio}`)];
  const rows = own.map(({ level, isAsked, points }) => [
    `level ${level}, question ${isAsked ? 'known' : 'unknown'}`,
    ...(asIs === undefined ? [] : [shown(asIs)]),
    ...points.map(({ measures }) => shown(measures[measure])),
  ]);
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function shown({ mean, low, high }) {
  return `${share(mean)} (${share(low)}–${share(high)})`;
}

function share(value) {
  return value.toFixed(2).replace(/^0/, '');
}

function rowsOf({ curves: own }) {
  return own[0].points[0].rows;
}

function machine({ command, environment }) {
  const { processor, pith, date } = environment;
  return `- \`${command}\`: pith ${pith}, ${processor}, ${environment['Node.js']}, ${date}`;
}
