import { charOffset, type Span } from '../../pipeline/spans.ts';
import { personNames } from '../corpus/people.ts';
import { paragraph } from '../corpus/prose.ts';
import { fill, type Random, sample, seededRandom, shuffled } from '../corpus/random.ts';
import { siteText } from '../corpus/sites.ts';
import { words } from '../corpus/words.ts';
import type { EvaluationRow, RowDocument } from '../row.ts';
import { eachRow, type Task } from '../task.ts';

const PLACES = 5;

/** Questions over two documents: a person works at a place, and something that stands there has the answer. */
export const hops: Task = {
  name: 'hops',
  about: 'a fact that takes two of ten documents: one names the place, the other one tells of it',
  rows: (options) =>
    eachRow(options, (ordinal) => hopsRow(ordinal, seededRandom(options.seed * 1049 + ordinal))),
};

function hopsRow(ordinal: number, random: Random): EvaluationRow {
  const plant = random.pick(words.plant);
  const places = sample(words.place, PLACES, random);
  const people = personNames(PLACES, random);
  const sites = places.map((place) => siteText({ plant, place }, random));
  const [asked, ...others] = sites;
  if (asked === undefined) throw new Error('there are no places');
  const fact = random.pick(
    asked.facts.filter(({ answer }) => others.every(({ text }) => !text.includes(answer))),
  );
  const [place = '', person = ''] = [places[0], people[0]];
  const documents = [
    ...places.map((own, at) => careerOf(people[at] ?? '', own, at === 0, random)),
    ...sites.map(({ site, text }, at) => ({
      title: `${site.place}: ${plant}`,
      text,
      ...(at === 0 && { isGold: true, evidence: [fact.span] }),
    })),
  ];
  return {
    task: 'hops',
    id: `${ordinal}`,
    question: fact.question.replace('{site}', `the ${plant} at the place where ${person} works`),
    answers: [fact.answer],
    needs: 'any',
    documents: shuffled(documents, random),
    metadata: { place },
  };
}

/** A document about a person, who has worked at two places, and at the last one still does. */
function careerOf(person: string, place: string, isGold: boolean, random: Random): RowDocument {
  const before = random.pick(words.place.filter((other) => other !== place));
  const sentence = `Today ${person} works at ${place}.`;
  const start = fill(
    `${person} was trained as a {role} and spent {n:2-9} years at ${before}.`,
    words,
    random,
  );
  const text = `${start} ${sentence} ${paragraph(random)}`;
  const span: Span = [charOffset(start.length + 1), charOffset(start.length + 1 + sentence.length)];
  return { title: person, text, ...(isGold && { isGold, evidence: [span] }) };
}
