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
  /** The units, where only the cutter can tell them: those of a text with an outline. */
  readonly units?: Units | undefined;
  /** The nearest heading above, or else the document's title; context only, may be empty. */
  readonly title: string;
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
  readonly roles?: Uint8Array | undefined;
}
