import type { LexicalTables } from '../../models/lexicon/lexical-weights.ts';
import { SHAPE_KINDS, SHAPES } from '../../models/lexicon/word-shape.ts';
import { ENDINGS } from '../../models/lexicon/words.ts';
import { GAP_KINDS } from './lexical-gaps.ts';
import { PARTS } from './lexical-steps.ts';
import { MOST_CHARACTERS, MOST_PLACES, MOST_SENTENCES, REPETITIONS } from './passage-words.ts';

/** How many values each feature has. `rows`: those of words, with the ones for no known word and for none. */
export function tableSizes(rows: number): Readonly<Record<keyof LexicalTables, number>> {
  const shapes = SHAPES * SHAPES;
  const gaps = GAP_KINDS * SHAPES;
  return {
    word: rows,
    wordBefore: rows,
    wordAfter: rows,
    word2Before: rows,
    word2After: rows,
    ending: ENDINGS,
    shape: SHAPES,
    length: (MOST_CHARACTERS + 1) * SHAPES,
    shapeBefore: shapes,
    shapeAfter: shapes,
    shapesAround: shapes,
    shapes: SHAPES * shapes,
    shape2Before: shapes,
    shape2After: shapes,
    shape3Before: shapes,
    shape3After: shapes,
    gapBefore: gaps,
    gapAfter: gaps,
    gap2Before: gaps,
    gap2After: gaps,
    place: MOST_PLACES * SHAPES,
    sentence: MOST_SENTENCES * SHAPE_KINDS,
    position: PARTS * SHAPE_KINDS,
    repetition: REPETITIONS * SHAPES,
  };
}
