import { charOffset, type Span } from '../../pipeline/spans.ts';
import type { RowDocument } from '../row.ts';
import { type Format, FormatError, listOf, textOf } from './format.ts';

/** HotpotQA: `{ _id, question, answer, supporting_facts: [[title, sentence]], context: [[title, [sentences]]] }`. */
export const hotpotqa: Format = {
  name: 'hotpotqa',
  matches: ({ supporting_facts: facts, context }) => Array.isArray(facts) && Array.isArray(context),
  rows(fields) {
    const facts = listOf(fields, 'supporting_facts').filter(isFact);
    const documents = listOf(fields, 'context').map((entry) => {
      if (!isParagraph(entry))
        throw new FormatError('"context" holds something else than [title, sentences]');
      return documentOf(entry, facts);
    });
    const answer = textOf(fields, 'answer');
    const type = fields['type'];
    return [
      {
        ...(typeof fields['_id'] === 'string' && { id: fields['_id'] }),
        question: textOf(fields, 'question'),
        // Yes and no stand in no text: of such questions only the evidence counts.
        answers: /^(?:yes|no)$/i.test(answer) ? [] : [answer],
        needs: 'any',
        documents,
        metadata: typeof type === 'string' ? { type } : {},
      },
    ];
  },
};

type Fact = readonly [title: string, sentence: number];
type Paragraph = readonly [title: string, sentences: readonly string[]];

function documentOf([title, sentences]: Paragraph, facts: readonly Fact[]): RowDocument {
  const wanted = new Set(facts.filter(([name]) => name === title).map(([, sentence]) => sentence));
  const evidence: Span[] = [];
  let text = '';
  for (const [at, sentence] of sentences.entries()) {
    const start = text.length;
    text += at === 0 || sentence.startsWith(' ') ? sentence : ` ${sentence}`;
    if (wanted.has(at)) evidence.push([charOffset(start), charOffset(text.length)]);
  }
  return { title, text, isGold: wanted.size > 0, evidence };
}

function isFact(value: unknown): value is Fact {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number';
}

function isParagraph(value: unknown): value is Paragraph {
  const [title, sentences] = Array.isArray(value) ? value : [];
  return (
    typeof title === 'string' &&
    Array.isArray(sentences) &&
    sentences.every((sentence) => typeof sentence === 'string')
  );
}
