import type { PithError } from '../../pipeline/errors.ts';
import { type DataFields, isObject } from './record-content.ts';

/** A record that failed, with the error in its note, beside what an earlier compression says there. */
export function withError(record: unknown, { code, message }: PithError): DataFields {
  const fields = isObject(record) ? record : {};
  const note = isObject(fields['pith']) ? fields['pith'] : {};
  return { ...fields, pith: { ...note, error: { code, message } } };
}

/** A record that did not fail this time: without the error of an earlier run. */
export function withoutError(record: DataFields): DataFields {
  const { pith, ...fields } = record;
  if (!isObject(pith) || !('error' in pith)) return record;
  const { error: _, ...note } = pith;
  return Object.keys(note).length === 0 ? fields : { ...fields, pith: note };
}
