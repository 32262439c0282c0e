import { PithError } from '../../pipeline/errors.ts';
import type { KeptLine } from '../../stages/read/kept-line.ts';
import type { Settings } from '../flags.ts';
import { parsePlace } from './place.ts';

/** Documents that a hint lists. */
const MOST_NAMED = 8;

/** What is to be restored of one document. */
export interface WantedDocument extends KeptLine {
  /** Ranges that were asked for. */
  readonly places: readonly (readonly [start: number, end: number])[];
}

/** What is to be restored. */
export interface Wanted {
  readonly documents: readonly WantedDocument[];
  /** Numbers of passages over all documents, from 1 on. */
  readonly passages: ReadonlySet<number>;
  /** Characters on both sides of a place; undefined: the passages that it touches. */
  readonly around: number | undefined;
  /** Whether there is one place only. */
  readonly isSingle: boolean;
}

/** @throws PithError `usage` where the flags name nothing, or a document that is not in the file */
export function wantedOf(settings: Settings, lines: readonly KeptLine[]): Wanted {
  const { at = [], passage = [], all = false, around } = settings;
  if (at.length + passage.length === 0 && !all) {
    throw new PithError('usage', 'nothing to restore is named', {
      hint: 'give --at DOCUMENT:START-END, --passage N, or --all',
    });
  }
  const places = at.map(parsePlace).map(({ document, start, end }) => ({
    line: lineOf(document, lines),
    range: [start, end] as const,
  }));
  const documents = lines.map((line) => ({
    ...line,
    places: [
      ...places.filter((place) => place.line === line).map(({ range }) => range),
      ...(all ? line.spans : []),
    ],
  }));
  const isSingle = !all && at.length + passage.length === 1;
  return { documents, passages: new Set(passage), around, isSingle };
}

function lineOf(document: string | undefined, lines: readonly KeptLine[]): KeptLine {
  const found = lines.filter(({ id }) => document === undefined || id === document);
  if (found.length === 1 && found[0] !== undefined) return found[0];
  if (document === undefined) {
    throw new PithError('usage', `--at needs a document: there are ${lines.length}`, {
      hint: `such as ${lines[0]?.id ?? 'DOCUMENT'}:0-100`,
    });
  }
  throw new PithError(
    'usage',
    found.length === 0 ? `there is no document '${document}'` : `several documents are called '${document}'`,
    { hint: `documents: ${shortList(lines.map(({ id }) => id))}` },
  );
}

function shortList(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return [...names.slice(0, MOST_NAMED), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}
