import { charOffset, type Span } from '../../pipeline/spans.ts';
import { personNames } from './people.ts';
import { paragraph } from './prose.ts';
import { fill, type Random, shuffled } from './random.ts';
import { words } from './words.ts';

/** Something that stands somewhere, such as the swing bridge at Marlow. */
export interface Site {
  readonly plant: string;
  readonly place: string;
}

/** What can be asked about a site, and what the text says of it. */
export interface Fact {
  readonly sentence: string;
  /** About `{site}`. */
  readonly question: string;
  readonly answer: string;
}

/** A text about a site. */
export interface SiteText {
  readonly site: Site;
  readonly text: string;
  readonly facts: readonly (Fact & { readonly span: Span })[];
}

/** Every site that there may be, in an order of its own for each seed. */
export function sitesOf(random: Random): Site[] {
  return shuffled(
    words.place.flatMap((place) => words.plant.map((plant) => ({ place, plant }))),
    random,
  );
}

/** `the swing bridge at Marlow` */
export function siteName({ plant, place }: Site): string {
  return `the ${plant} at ${place}`;
}

/** A passage of about 700 characters that says some facts of a site among other things; none of the other sentences holds their answers. */
export function siteText(site: Site, random: Random): SiteText {
  const facts = shuffled(factsOf(random), random);
  const opening = fill(
    `The ${site.plant} at ${site.place} is looked after by the {role}, who last saw to its {part} in {month}.`,
    words,
    random,
  );
  let text = opening;
  const placed = facts.map((fact) => {
    if (random.chance(0.6)) text += ` ${paragraph(random).split(/(?<=\.) /)[0] ?? ''}`;
    const start = text.length + 1;
    text += ` ${fact.sentence}`;
    return { ...fact, span: [charOffset(start), charOffset(text.length)] as const };
  });
  return { site, text, facts: placed };
}

/** Years before those of the other sentences, and people, quarries and sums that only stand here. */
function factsOf(random: Random): Fact[] {
  const year = `${random.between(1788, 1939)}`;
  const [engineer = '', holder = ''] = personNames(2, random);
  const quarry = random.pick(quarries);
  const sum = `${random.between(11, 980)} thousand guineas`;
  return [
    {
      sentence: `It has been in service since ${year}.`,
      question: 'In which year did {site} start to work?',
      answer: year,
    },
    {
      sentence: `The plans were drawn by ${engineer}.`,
      question: 'Who designed {site}?',
      answer: engineer,
    },
    {
      sentence: `Its stone came from ${quarry}.`,
      question: 'Where does the stone of {site} come from?',
      answer: quarry,
    },
    {
      sentence: `All in all it cost ${sum}.`,
      question: 'How much was spent on {site}?',
      answer: sum,
    },
    {
      sentence: `${holder} holds the keys.`,
      question: 'Who can unlock {site}?',
      answer: holder,
    },
  ];
}

const quarries =
  'Amberley Down|Brackenridge|Cold Ashby|Dolwyddelan|Ewenny|Fernhill Edge|Granby Cliff|Hawkshead|Ilkeston Moor|Kerridge|Ladycross|Mowbray Hill|Nantlle|Portland West|Rainow|Stancliffe'.split(
    '|',
  );
