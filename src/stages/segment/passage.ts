import type { CharOffset } from '../../pipeline/spans.ts';

/**
 * A contiguous span of a document, cut at structure and sentence borders; the unit of ranking.
 * The passages of a document tile it: their texts joined are the document.
 */
export interface Passage {
  /** Ordinal of the document in the run. */
  readonly document: number;
  /** Ordinal of the passage in the run, over all documents. */
  readonly index: number;
  /** Where `text` starts in the document. */
  readonly start: CharOffset;
  readonly text: string;
  /** How the passage divides into units: words, and the punctuation around them, or whole lines. */
  readonly unitKind: 'word' | 'line';
  /** The units, where only the cutter can tell them: those of data and code. */
  readonly units?: Units | undefined;
  /** Whether it is data that a machine reads: every character between what is kept counts. */
  readonly isData?: boolean | undefined;
  /** The parts of a passage of markdown, which the guards divide further. */
  readonly parts?: readonly OutlinePart[] | undefined;
  /** White space that need not be written, if it was looked for. */
  readonly padding?: Padding | undefined;
  /** The nearest heading above, or else the document's title; context only, may be empty. */
  readonly title: string;
}

/** White space that says nothing: offsets where each run of it begins and ends, in ascending order. */
export type Padding = Uint32Array;

/** A part of a passage with an outline. */
export interface OutlinePart {
  /** Offsets into the passage, without white space at the ends. */
  readonly start: number;
  readonly end: number;
  /** Words, or one unit: a heading, the item of a list. */
  readonly kind: 'words' | 'whole';
  /** That of the first unit, see {@link roleOf}; others are rows. Undefined where nothing in the document stands in another. */
  readonly role: number | undefined;
}

/**
 * The units of a passage, the smallest spans that can be dropped. The core of unit `i` is
 * `text.slice(cores[i], ends[i])`: no white space at its ends. Between the cores stands white space alone, which
 * belongs to the unit after it; what follows the last core belongs to none. A passage of white space alone has no units.
 */
export interface Units {
  readonly count: number;
  /** Start of each core, relative to the passage. */
  readonly cores: Uint32Array;
  /** End of each core, relative to the passage. */
  readonly ends: Uint32Array;
  /** 1 where the core is punctuation alone, which is worth keeping only between words that are kept. */
  readonly marks: Uint8Array;
  /** For a text with an outline, where each unit stands in it: see {@link roleOf}. */
  readonly roles?: Uint16Array | undefined;
  /** How many of the containers that are open end behind the last unit, as far as that is known. */
  readonly closing?: number | undefined;
  /** Not 0 where the unit is whole lines though the passage is words, or where it is the signature of code. */
  readonly lines?: Uint8Array | undefined;
}

/** Values of {@link Units.lines}. */
export const WHOLE_LINE = 1;
export const SIGNATURE = 2;

/** Whether a unit is a line, or several. */
export function isLine({ unitKind }: Pick<Passage, 'unitKind'>, { lines }: Units, unit: number): boolean {
  return unitKind === 'line' || (lines !== undefined && lines[unit] !== 0);
}
