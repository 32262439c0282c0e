import { PithError } from '../../pipeline/errors.ts';

/** A range of characters of a document. */
export interface Place {
  /** The only document, if it is absent. */
  readonly document?: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads `DOCUMENT:START-END`, as infer cites its sources, or `START-END`.
 *
 * @throws PithError `usage` for anything else
 */
export function parsePlace(text: string): Place {
  const [, document, from, to] = /^(?:(.+):)?(\d+)[-–](\d+)$/s.exec(text) ?? [];
  const start = Number(from);
  const end = Number(to);
  if (from === undefined || end < start) {
    throw new PithError('usage', `--at takes DOCUMENT:START-END, not '${text}'`, {
      hint: 'such as docs/contract.md:310-328; offsets count UTF-16 units, and the end is not included',
    });
  }
  return { start, end, ...(document === undefined ? {} : { document }) };
}
