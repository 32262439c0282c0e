import { type Random, seededRandom } from '../corpus/random.ts';
import { type Site, type SiteText, siteName, sitesOf, siteText } from '../corpus/sites.ts';
import type { EvaluationRow } from '../row.ts';
import { depthOf, eachRow, type Task } from '../task.ts';

const DOCUMENTS = 20;

/** A fact of one of twenty documents that are much alike; the one that has it stands at each depth in turn. */
export const documents: Task = {
  name: 'documents',
  about: 'a fact of one among twenty documents, which stands at each place in turn',
  rows: (options) =>
    eachRow(options, (ordinal) => {
      const random = seededRandom(options.seed * 1033 + ordinal);
      return documentsRow(ordinal, depthOf(options, ordinal), random);
    }),
};

function documentsRow(ordinal: number, depth: number, random: Random): EvaluationRow {
  const [asked = NOWHERE, ...all] = sitesOf(random);
  // Half of the others share the place or the plant with the one that is asked about.
  const alike = all.filter(({ place, plant }) => place === asked.place || plant === asked.plant);
  const others = [...alike.slice(0, (DOCUMENTS - 1) / 2), ...all.filter((site) => !alike.includes(site))];
  const texts = others.slice(0, DOCUMENTS - 1).map((site) => siteText(site, random));
  const position = Math.round(depth * (DOCUMENTS - 1));
  const gold = siteText(asked, random);
  const fact = random.pick(
    gold.facts.filter(({ answer }) => texts.every(({ text }) => !text.includes(answer))),
  );
  return {
    task: 'documents',
    id: `${ordinal}`,
    question: fact.question.replace('{site}', siteName(asked)),
    answers: [fact.answer],
    needs: 'any',
    documents: [
      ...texts.slice(0, position).map(documentOf),
      { ...documentOf(gold), isGold: true, evidence: [fact.span] },
      ...texts.slice(position).map(documentOf),
    ],
    metadata: { depth },
  };
}

const NOWHERE: Site = { place: '', plant: '' };

function documentOf({ site, text }: SiteText) {
  return { title: `${site.place}: ${site.plant}`, text };
}
