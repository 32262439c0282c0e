import { fill, type Random } from './random.ts';
import { words } from './words.ts';

const sentences = [
  'The {role} at {place} reported that the {part} of the {plant} was {condition}.',
  '{Person}, {role} for {place}, {verb} the {document} {adverb}.',
  'On {day} the board {verb} the proposal on {matter}, because {reason}.',
  'After {weather} at {place}, {effect}.',
  'The {plant} at {place} handled {n:12-980} {unit} in {month}, {n:1-30} per cent more than a year before.',
  '{Person} asked whether {matter} should be moved from {place} to {place}.',
  'No objection was raised to the {document}, although {reason}.',
  'A pair of {animal} was seen near the {plant}, and work was limited to {n:2-9} hours a day.',
  'The {part} is made of {material} and was last renewed in {n:1952-2029}.',
  'Since {reason}, {effect}.',
  'Visitors to {place} praised the {plant} but complained about {matter}.',
  'The {document} of {month} lists {n:3-240} items under {matter}, of which {n:1-3} remain open.',
  '{Person} and {person} walked the bank from {place} to {place} and found the {part} {condition}.',
  'Under the agreement, {place} pays {n:2-48} per cent of the cost of every {plant} it shares.',
  'In {month} the {role} measured {n:4-600} {unit} at the {plant}, and the reading was {verb} {adverb}.',
  'The {plant} will stay closed until the {part} has been tested under load.',
  'Of the {n:4-60} bids for the {plant}, only {n:1-3} mentioned {matter}.',
  '{Weather} delayed the crew at {place}; {effect}.',
  'The committee on {matter} meets on the first {day} of each quarter, usually at {place}.',
  '{Person} retires in {month} and hands the {document} to {person}.',
  'Nothing in the {document} explains why the {plant} at {place} was built in {material}.',
  'It is hoped that the new {part} will outlast the {n:5-40} years of its predecessor.',
];

/** One paragraph, always over a few sentences about the authority's daily business. */
export function paragraph(random: Random): string {
  const count = random.between(3, 7);
  return Array.from({ length: count }, () => fill(random.pick(sentences), words, random)).join(' ');
}

/** A report of about `characters` characters: numbered sections of paragraphs. */
export function report(characters: number, random: Random): string {
  const parts = [fill('Annual report of the river authority, {place} district', words, random)];
  for (let length = 0, section = 1; length < characters; section++) {
    const heading = fill(`${section}. {Matter} at {place}`, words, random);
    const body = Array.from({ length: random.between(3, 6) }, () => paragraph(random));
    parts.push(heading, ...body);
    length += heading.length + body.join('').length + 2 * body.length;
  }
  return `${parts.join('\n\n')}\n`;
}
