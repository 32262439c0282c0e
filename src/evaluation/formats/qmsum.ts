import { charOffset, type Span } from '../../pipeline/spans.ts';
import { type DataFields, type Format, type FormatRow, listOf, objectsOf, textOf } from './format.ts';

/**
 * QMSum: `{ meeting_transcripts: [{ speaker, content }], specific_query_list: [{ query, answer, relevant_text_span: [[first, last]] }] }`.
 * Its answers are free text, which no measure here compares, so only the evidence counts: the turns that a question is about.
 */
export const qmsum: Format = {
  name: 'qmsum',
  matches: ({ meeting_transcripts: transcript }) => Array.isArray(transcript),
  rows(fields) {
    const { text, turns } = meeting(objectsOf(fields, 'meeting_transcripts'));
    return objectsOf(fields, 'specific_query_list').flatMap((asked): FormatRow[] => {
      const evidence = evidenceOf(listOf(asked, 'relevant_text_span'), turns);
      if (evidence.length === 0) return [];
      const documents = [{ text, evidence }];
      return [{ question: textOf(asked, 'query'), answers: [], needs: 'any', documents, metadata: {} }];
    });
  },
};

/** A line a turn, and where each of them stands. */
function meeting(transcript: readonly DataFields[]): {
  readonly text: string;
  readonly turns: readonly Span[];
} {
  let text = '';
  const turns = transcript.map((turn): Span => {
    const start = text.length;
    text += `${textOf(turn, 'speaker')}: ${textOf(turn, 'content')}\n`;
    return [charOffset(start), charOffset(text.length)];
  });
  return { text, turns };
}

/** Ranges of turns, both ends included, as spans that do not overlap. */
function evidenceOf(ranges: readonly unknown[], turns: readonly Span[]): Span[] {
  const wanted = new Set<number>();
  for (const range of ranges) {
    const [first = 0, last = -1] = Array.isArray(range) ? range.map(Number) : [];
    for (let turn = first; turn <= last; turn += 1) wanted.add(turn);
  }
  return turns.filter((_, turn) => wanted.has(turn));
}
