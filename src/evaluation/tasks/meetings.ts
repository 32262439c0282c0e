import { charOffset, type Span } from '../../pipeline/spans.ts';
import { personNames } from '../corpus/people.ts';
import { fill, type Random, sample, seededRandom } from '../corpus/random.ts';
import { words } from '../corpus/words.ts';
import type { EvaluationRow } from '../row.ts';
import { depthOf, eachRow, type Task } from '../task.ts';

const MATTERS = 8;
const SPEAKERS = 4;

/** What a meeting decided on one of its matters; all that was said on it is the evidence. */
export const meetings: Task = {
  name: 'meetings',
  about: 'who was given one of the matters that a meeting talked about',
  rows: (options) =>
    eachRow(options, (ordinal) =>
      meetingRow(ordinal, depthOf(options, ordinal), seededRandom(options.seed * 1051 + ordinal)),
    ),
};

function meetingRow(ordinal: number, depth: number, random: Random): EvaluationRow {
  const matters = sample(words.matter, MATTERS, random);
  const speakers = sample(words.person, SPEAKERS, random);
  const names = personNames(MATTERS, random);
  const asked = Math.round(depth * (MATTERS - 1));
  let text = '';
  let evidence: Span = [charOffset(0), charOffset(0)];
  for (const [at, matter] of matters.entries()) {
    const start = text.length;
    text += talkOn(matter, names[at] ?? '', speakers, random);
    if (at === asked) evidence = [charOffset(start), charOffset(text.length)];
  }
  return {
    task: 'meetings',
    id: `${ordinal}`,
    question: `Who was asked in the meeting to look after ${matters[asked]}?`,
    answers: [names[asked] ?? ''],
    needs: 'any',
    documents: [{ text, evidence: [evidence] }],
    metadata: { depth },
  };
}

function talkOn(matter: string, name: string, speakers: readonly string[], random: Random): string {
  const turn = (template: string) =>
    `${random.pick(speakers)}: ${fill(template, { ...words, matter: [matter] }, random)}\n`;
  const talk = sample(remarks, random.between(5, 8), random).map(turn);
  return [
    turn(random.pick(openings)),
    ...talk,
    turn(`Then ${name} shall take that on, and report in {month}.`),
    turn(random.pick(closings)),
  ].join('');
}

const openings = [
  'Right, the next thing on my list is {matter}.',
  'Can we come to {matter} now?',
  'So, {matter}. Who wants to begin?',
];
const remarks = [
  'Well, at {place} {weather} made it worse, and {effect}.',
  'I am not sure. As far as I know {reason}.',
  'Yeah, yeah. We said the same in {month}, I think.',
  'The {role} told me that the {part} of the {plant} is {condition}.',
  'Does the {document} say anything about {matter}?',
  'Mm-hmm. It {verb} us {adverb}, so to speak.',
  'What would it cost? Some {n:2-90} thousand, I heard.',
  'Sorry, could you say that again?',
  'I would rather wait until {day}.',
  'They have {n:3-40} open items on {matter} over at {place}.',
  'Okay. I mean, nobody has looked at the {plant} for years.',
];
const closings = ['Good. Agreed then.', 'Fine with me.', 'Okay, that is settled.'];
