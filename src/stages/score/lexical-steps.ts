import type { LexicalTables } from '../../models/lexicon/lexical-weights.ts';
import { SHAPE_KINDS, SHAPES, shapeKind } from '../../models/lexicon/word-shape.ts';
import { MARGIN, type PassageWords } from './passage-words.ts';

/** Parts that a passage is divided into, to say where in it a word stands. */
export const PARTS = 32;

/** What the word itself and those beside it count. `at`: the element of the word. */
export function wordSteps(tables: LexicalTables, { rows, endings }: PassageWords, at: number): number {
  return (
    look(tables.word, rows[at]) +
    look(tables.wordBefore, rows[at - 1]) +
    look(tables.wordAfter, rows[at + 1]) +
    look(tables.word2Before, rows[at - 2]) +
    look(tables.word2After, rows[at + 2]) +
    look(tables.ending, endings[at])
  );
}

/** What shapes and gaps count. Tables of pairs have the word's own shape in their columns. */
export function shapeSteps(tables: LexicalTables, words: PassageWords, at: number): number {
  const { shapes, gaps } = words;
  const own = valueAt(shapes, at);
  const before = valueAt(shapes, at - 1);
  const after = valueAt(shapes, at + 1);
  return (
    look(tables.shape, own) +
    look(tables.length, valueAt(words.lengths, at) * SHAPES + own) +
    look(tables.shapeBefore, before * SHAPES + own) +
    look(tables.shapeAfter, after * SHAPES + own) +
    look(tables.shapesAround, before * SHAPES + after) +
    look(tables.shapes, (before * SHAPES + own) * SHAPES + after) +
    look(tables.shape2Before, valueAt(shapes, at - 2) * SHAPES + own) +
    look(tables.shape2After, valueAt(shapes, at + 2) * SHAPES + own) +
    look(tables.shape3Before, valueAt(shapes, at - 3) * SHAPES + own) +
    look(tables.shape3After, valueAt(shapes, at + 3) * SHAPES + own) +
    look(tables.gapBefore, valueAt(gaps, at) * SHAPES + own) +
    look(tables.gapAfter, valueAt(gaps, at + 1) * SHAPES + own) +
    look(tables.gap2Before, valueAt(gaps, at - 1) * SHAPES + own) +
    look(tables.gap2After, valueAt(gaps, at + 2) * SHAPES + own) +
    look(tables.place, valueAt(words.places, at) * SHAPES + own) +
    look(tables.repetition, valueAt(words.repetitions, at) * SHAPES + own)
  );
}

/** What the place in the passage counts, by kind of word. */
export function positionSteps(tables: LexicalTables, words: PassageWords, at: number): number {
  const kind = shapeKind(valueAt(words.shapes, at));
  const part = Math.floor((PARTS * (at - MARGIN)) / words.count);
  return (
    look(tables.sentence, valueAt(words.sentences, at) * SHAPE_KINDS + kind) +
    look(tables.position, part * SHAPE_KINDS + kind)
  );
}

function look(table: Int8Array, value: number | undefined): number {
  return table[value ?? 0] ?? 0;
}

function valueAt(values: Uint8Array, at: number): number {
  return values[at] ?? 0;
}
