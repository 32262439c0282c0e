import type { CutRange } from './long-cut.ts';
import type { OutlinePart, Padding, Passage, Units } from './passage.ts';

/** What a cutter sees of a document: `text` from `range.start`, with at least `range.limit` characters. */
export interface View extends CutRange {
  readonly text: string;
  /** Whether `start` is the first character of a line. */
  readonly atLineStart: boolean;
  /** Whether the document ends at `limit`. */
  readonly atEnd: boolean;
}

/** Where the passage that begins at the start of the view ends, and how it divides into units. */
export interface Cut {
  readonly end: number;
  readonly unitKind: Passage['unitKind'];
  /** Its units, if the text of the passage alone does not tell. */
  readonly units?: Units;
  /** Whether that is data. */
  readonly isData?: boolean;
  /** Its parts, if it has an outline and guards divide it. */
  readonly parts?: readonly OutlinePart[];
  /** White space in it that says nothing. */
  readonly padding?: Padding | undefined;
  /** The heading that the passage stands under, if the media type has headings. */
  readonly title?: string;
}

/** The rules of one media type. May keep state from passage to passage; looks at nothing but its view. */
export type Cutter = (view: View) => Cut;
