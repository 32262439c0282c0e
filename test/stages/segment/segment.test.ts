import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chain } from '../../../src/pipeline/graph.ts';
import { runGraph } from '../../../src/pipeline/run.ts';
import type { PassageBatch } from '../../../src/stages/batch.ts';
import { textDocument } from '../../../src/stages/document.ts';
import { type MediaType, mediaTypes } from '../../../src/stages/media-type.ts';
import { readStage } from '../../../src/stages/read/read-stage.ts';
import type { Passage } from '../../../src/stages/segment/passage.ts';
import { segmentStage } from '../../../src/stages/segment/segment-stage.ts';
import { Segmenter } from '../../../src/stages/segment/segmenter.ts';
import { chunked, cutPlaces, messyText } from './chunks.ts';

function passagesOf(chunks: readonly string[], mediaType: MediaType, maxPassage = 1600): Passage[] {
  const segmenter = new Segmenter({ document: 3, firstIndex: 10, mediaType, maxPassage });
  return [...chunks.flatMap((chunk) => segmenter.push(chunk)), ...segmenter.end()];
}

const anyType = fc.constantFrom(...mediaTypes);
const anyMax = fc.constantFrom(64, 200, 1600, 4096);

describe('passages of any text', () => {
  it('tile the document, are numbered, and are never longer than the maximum', () => {
    fc.assert(
      fc.property(messyText, anyType, anyMax, (text, mediaType, max) => {
        const passages = passagesOf([text], mediaType, max);
        expect(passages.map((passage) => passage.text).join('')).toBe(text);
        let start = 0;
        for (const [at, passage] of passages.entries()) {
          expect(passage).toMatchObject({ document: 3, index: 10 + at, start });
          expect(passage.text.length).toBeGreaterThan(0);
          expect(passage.text.length).toBeLessThanOrEqual(max);
          start += passage.text.length;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('do not depend on how the text is divided into chunks', () => {
    fc.assert(
      fc.property(messyText, cutPlaces, anyType, anyMax, (text, cuts, mediaType, max) => {
        expect(passagesOf(chunked(text, cuts), mediaType, max)).toEqual(passagesOf([text], mediaType, max));
      }),
      { numRuns: 300 },
    );
  });

  it.each([8191, 8192, 8193, 16_384, 16_385])(
    'are the same in one chunk and many for %i characters',
    (length) => {
      for (const mediaType of mediaTypes) {
        for (const sample of [
          'A short sentence. ',
          'one\n\n',
          '# T\n\ntext\n',
          'x',
          '- i\n',
          '| a |\n',
          '```\n',
        ]) {
          const text = sample.repeat(Math.ceil(length / sample.length)).slice(0, length);
          const expected = passagesOf([text], mediaType);
          expect(passagesOf([text.slice(0, -1), text.slice(-1)], mediaType)).toEqual(expected);
          expect(passagesOf([text, ''], mediaType)).toEqual(expected);
          expect(passagesOf([...text], mediaType)).toEqual(expected);
        }
      }
    },
  );

  it('never tear a surrogate pair or a CRLF', () => {
    fc.assert(
      fc.property(messyText, anyType, anyMax, (text, mediaType, max) => {
        for (const { start } of passagesOf([text], mediaType, max)) {
          expect(
            /^[\udc00-\udfff]/.test(text.slice(start)) && /[\ud800-\udbff]$/.test(text.slice(0, start)),
          ).toBe(false);
          expect(text.slice(Math.max(0, start - 1), start + 1)).not.toBe('\r\n');
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['an open fence', `\`\`\`\n${'\n'.repeat(1_000_000)}`],
    ['deep indents', `${' '.repeat(3000)}- x\n`.repeat(300)],
    ['one word', 'x'.repeat(1_000_000)],
    ['combining marks', '\u0301'.repeat(1_000_000)],
    ['initials', 'A.'.repeat(500_000)],
  ])(
    'come in linear time for %s',
    (_, text) => {
      for (const mediaType of mediaTypes) {
        expect(passagesOf([text], mediaType).length).toBeGreaterThan(200);
      }
    },
    // Some hundredths of a second for each media type; a look at all of the lookahead for each line takes ten.
    6000,
  );

  it('keep a character with its combining marks where there are no spaces to cut at', () => {
    const text = 'e\u0301\u0323'.repeat(3000);
    const passages = passagesOf([text], 'text/plain');
    expect(passages.length).toBeGreaterThan(5);
    expect(passages.every((passage) => passage.text.startsWith('e'))).toBe(true);
  });
});

describe('the segment stage', () => {
  it('hands on the passages of each document in batches, titled as the document and numbered through', async () => {
    const text = 'A sentence that says little. '.repeat(20_000);
    const documents = ['Annual report', undefined].map((title, ordinal) => ({
      document: textDocument(ordinal === 0 ? text : '', {
        id: `${ordinal}`,
        ...(title !== undefined && { title }),
      }),
      ordinal,
    }));
    const batches: PassageBatch[] = [];
    for await (const batch of runGraph(chain(readStage(), segmentStage()), documents)) batches.push(batch);
    const expected = passagesOf([text], 'text/plain').map((passage, index) => ({
      ...passage,
      document: 0,
      index,
      title: 'Annual report',
    }));
    expect(batches.flatMap(({ passages }) => passages)).toEqual(expected);
    expect(batches.filter(({ isLast }) => isLast).map(({ ordinal }) => ordinal)).toEqual([0, 1]);
    for (const { passages } of batches)
      expect(passages.reduce((sum, passage) => sum + passage.text.length, 0)).toBeLessThan(80_000);
  });
});
