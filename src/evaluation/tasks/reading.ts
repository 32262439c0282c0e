import { charOffset, type Span } from '../../pipeline/spans.ts';
import { seededRandom } from '../corpus/random.ts';
import { type SiteText, siteName, sitesOf, siteText } from '../corpus/sites.ts';
import { depthOf, eachRow, type Task } from '../task.ts';

const PARAGRAPHS = 6;

/** A fact of one paragraph of a text, as in reading comprehension. */
export const reading: Task = {
  name: 'reading',
  about: 'a fact of one paragraph of a text',
  rows: (options) =>
    eachRow(options, (ordinal) => {
      const random = seededRandom(options.seed * 1039 + ordinal);
      const texts = sitesOf(random)
        .slice(0, PARAGRAPHS)
        .map((site) => siteText(site, random));
      const depth = depthOf(options, ordinal);
      const asked = texts[Math.round(depth * (PARAGRAPHS - 1))] as SiteText;
      const others = texts.filter((text) => text !== asked);
      const fact = random.pick(
        asked.facts.filter(({ answer }) => others.every(({ text }) => !text.includes(answer))),
      );
      const text = texts.map((one) => one.text).join('\n\n');
      const from = text.indexOf(asked.text);
      const evidence: Span = [charOffset(from + fact.span[0]), charOffset(from + fact.span[1])];
      return {
        task: 'reading',
        id: `${ordinal}`,
        question: fact.question.replace('{site}', siteName(asked.site)),
        answers: [fact.answer],
        needs: 'any',
        documents: [{ text, evidence: [evidence] }],
        metadata: { depth },
      };
    }),
};
