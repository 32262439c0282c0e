import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bundledVocabulary } from '../../../src/models/model-files.ts';
import { readVocabulary } from '../../../src/models/wordpiece/vocabulary.ts';
import { WordPiece } from '../../../src/models/wordpiece/wordpiece.ts';
import { charOffset } from '../../../src/pipeline/spans.ts';
import { sentenceWindows } from '../../../src/stages/rank/sentence-windows.ts';
import { sampleText } from '../../cli/sample-text.ts';

const tokenizer = new WordPiece(await readVocabulary(bundledVocabulary()));

function windowsOf(text: string, unitKind: 'word' | 'line' = 'word', most = 62) {
  const passage = { document: 0, index: 0, start: charOffset(0), text, unitKind, title: '' };
  const pieces = tokenizer.encode(text);
  const windows = sentenceWindows(passage, pieces, most);
  return {
    pieces,
    windows,
    texts: windows.map(({ from, to }) => text.slice(pieces.starts[from], pieces.ends[to - 1])),
  };
}

it('covers all pieces once, in windows that can be read', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.integer({ min: 1, max: 3000 }).map((length) => sampleText(length, length)),
      ),
      fc.constantFrom('word' as const, 'line' as const),
      fc.integer({ min: 1, max: 100 }),
      (text, unitKind, most) => {
        const { pieces, windows } = windowsOf(text, unitKind, most);
        const read = windows.flatMap(({ from, to }) =>
          Array.from({ length: to - from }, (_, at) => from + at),
        );
        expect(read).toEqual(Array.from({ length: pieces.count }, (_, at) => at));
        for (const { from, to } of windows) expect(to - from).toBeLessThanOrEqual(most);
      },
    ),
  );
});

it('ends windows where sentences and items end', () => {
  expect(
    windowsOf(
      'The keeper of the light was called Mr. Brandt by all. “He drank nothing but cold tea.” It was true, oddly enough.',
    ).texts,
  ).toEqual([
    'The keeper of the light was called Mr. Brandt by all.',
    '“He drank nothing but cold tea.”',
    'It was true, oddly enough.',
  ]);
  expect(
    windowsOf('- the first of the items of a list\n- the second of the items of that list').texts,
  ).toEqual(['- the first of the items of a list', '- the second of the items of that list']);
  expect(windowsOf('a line that an editor has broken\nin the middle of a sentence').texts).toHaveLength(1);
});

it('reads a short sentence with the next one, and lines of code by the handful', () => {
  expect(windowsOf('Yes. That is what the captain of the ship had told us.').texts).toHaveLength(1);
  const code = Array.from({ length: 12 }, (_, at) => `  const value${at} = read(${at});`).join('\n');
  const { texts } = windowsOf(code, 'line');
  expect(texts.length).toBeGreaterThan(2);
  for (const text of texts)
    expect(text).toMatch(/^const value\d+ = read\(\d+\);(\n {2}const value\d+ = read\(\d+\);)+$/);
});
